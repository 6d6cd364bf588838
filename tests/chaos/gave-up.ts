/** The run was over before somebody got an answer: the machine was too busy for the load, or something stands still. */
export class GaveUp extends Error {
  override readonly name = "GaveUp";
}

/** Why there is no answer, in words for the owner: no secret and nothing a visitor wrote is in them. */
export class AssistantFailure extends Error {
  /** The question never left this machine, so asking again asks only once. */
  readonly unsent: boolean;

  constructor(reason: string, unsent = false) {
    super(reason);
    this.name = "AssistantFailure";
    this.unsent = unsent;
  }
}

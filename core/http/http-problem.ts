/** A request that is refused at the door, before any rule of the domain looks at it. Answered as problem+json. */
export class HttpProblem extends Error {
  readonly status: number;
  /** What happened. */
  readonly title: string;
  /** What to change. */
  readonly detail: string;
  /** Seconds after which trying again makes sense. */
  readonly retryAfter: number | null;

  constructor(problem: { status: number; title: string; detail: string; retryAfter?: number }) {
    super(problem.title);
    this.name = "HttpProblem";
    this.status = problem.status;
    this.title = problem.title;
    this.detail = problem.detail;
    this.retryAfter = problem.retryAfter ?? null;
  }
}

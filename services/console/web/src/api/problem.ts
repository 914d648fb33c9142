// What a call failed with, whatever it was: the services' problem+json, an answer of something between, or no answer.

/** One broken rule of one input field; `field` is a path such as `steps.arrival.wait[0].after`. */
export interface ProblemField {
  readonly field: string;
  readonly rule: string;
  readonly message: string;
}

export class ApiProblem extends Error {
  /** 0 when there was no answer. */
  readonly status: number;
  /** Stable; what code compares. */
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly fields: readonly ProblemField[];
  /** Finds the request in the services' logs. */
  readonly requestId: string | undefined;

  constructor(told: {
    readonly status: number;
    readonly code: string;
    readonly title?: string;
    readonly detail?: string;
    readonly fields?: readonly ProblemField[];
    readonly requestId?: string;
  }) {
    super(told.detail ?? told.title ?? told.code);
    this.name = 'ApiProblem';
    this.status = told.status;
    this.code = told.code;
    this.title = told.title ?? '';
    this.detail = told.detail ?? '';
    this.fields = told.fields ?? [];
    this.requestId = told.requestId;
  }

  /** Reads the body of a refused answer. */
  static async of(answer: Response): Promise<ApiProblem> {
    const { status } = answer;
    const header = answer.headers.get('x-request-id') ?? undefined;
    const told: unknown = await answer.json().catch(() => undefined);
    if (!isProblemDocument(told))
      return new ApiProblem({ status, code: `http-${status}`, requestId: header });
    const { code, title, detail, errors, instance } = told;
    return new ApiProblem({ status, code, title, detail, fields: errors, requestId: instance ?? header });
  }

  /** Of whatever was thrown, so that a page has one thing to show. */
  static from(thrown: unknown): ApiProblem {
    if (thrown instanceof ApiProblem) return thrown;
    // What `fetch` throws when nothing answers.
    if (thrown instanceof TypeError) return new ApiProblem({ status: 0, code: 'no-answer' });
    return new ApiProblem({
      status: 0,
      code: 'failed',
      detail: thrown instanceof Error ? thrown.message : '',
    });
  }

  /** Whether the same call may work in a moment. */
  get mayPass(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502;
  }
}

interface ProblemDocument {
  readonly code: string;
  readonly title?: string;
  readonly detail?: string;
  readonly instance?: string;
  readonly errors?: readonly ProblemField[];
}

function isProblemDocument(told: unknown): told is ProblemDocument {
  return typeof told === 'object' && told !== null && typeof (told as ProblemDocument).code === 'string';
}

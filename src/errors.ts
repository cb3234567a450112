/** Every error that the product reports: code, message, whether a retry helps, and the exit code of the command line. */

export interface ErrorModel {
  readonly doc: string;
  /** Whether the same call may succeed later without a change by the caller. */
  readonly retry: boolean;
  /** Exit code of the command line. */
  readonly exit: number;
}

export const ERRORS = {
  BAD_USER_INPUT: {
    doc: "An argument makes no sense; the message names it and says what it takes.",
    retry: false,
    exit: 2,
  },
  BAD_CONFIG: { doc: "A setting or option has a value that makes no sense.", retry: false, exit: 2 },
  FILE_NOT_FOUND: { doc: "A file to read does not exist.", retry: false, exit: 1 },
  FILE_UNREADABLE: { doc: "A file is a directory, is binary, or cannot be read.", retry: false, exit: 1 },
  NO_PAPERS: { doc: "A file was read and no paper was found in it.", retry: false, exit: 1 },
  BAD_RECORD: {
    doc: "A record cannot be read; it is named by its line and field and goes to the rejects file.",
    retry: false,
    exit: 1,
  },
  OPINION_MISSING: {
    doc: "A second opinion could not be had on some papers; they keep the rules' facts, and the same command asks again.",
    retry: true,
    exit: 1,
  },
  STORE_LOCKED: { doc: "Another process holds the embedded store.", retry: true, exit: 3 },
  STORE_UNAVAILABLE: { doc: "The store does not answer.", retry: true, exit: 3 },
  STORE_ERROR: { doc: "The store refused a statement.", retry: false, exit: 3 },
  TIMEOUT: { doc: "The request ran out of time.", retry: true, exit: 3 },
  TOO_COMPLEX: {
    doc: "The request asks for more than a limit allows; the message says which, by how much and what to do.",
    retry: false,
    exit: 2,
  },
  INTERNAL_SERVER_ERROR: {
    doc: "An unexpected fault; it is logged with the id that the message gives.",
    retry: false,
    exit: 70,
  },
} as const satisfies Record<string, ErrorModel>;

export type ErrorCode = keyof typeof ERRORS;

/** An error that is meant to be read by its user. */
export class PapergraphError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "PapergraphError";
  }
}
/** Exit code after Ctrl-C, as shells have it. */
export const EXIT_INTERRUPTED = 130;

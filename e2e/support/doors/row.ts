import type { Session } from "../session";

// The words in which e2e/authorisation.test.ts says what a door answers to whom.

export type Asker =
  | "nobody"
  | "another partner"
  | "the partner"
  | "an operator"
  | "a deactivated user";

/** A status, with the error's code behind it; `to sign in` is a redirect there. */
export type Answer = string | number;

export type Row = {
  ask: (as: Session, world: World) => Promise<Response>;
  answers: Record<Asker, Answer>;
};

export type World = {
  reference: string;
  materialId: string;
  downloadId: string;
  md5: string;
  fileUrl: string;
  bundleId: string;
  bundleUrl: string;
  selectionId: string;
  previewId: string;
  /** Of a material whose file the page shows. */
  shownId: string;
};

export const askers: Asker[] = [
  "nobody",
  "another partner",
  "the partner",
  "an operator",
  "a deactivated user",
];

export const answers = (...all: [Answer, Answer, Answer, Answer, Answer]) =>
  Object.fromEntries(askers.map((asker, i) => [asker, all[i]])) as Record<Asker, Answer>;

export const everyone = (answer: Answer) => answers(answer, answer, answer, answer, answer);
export const signedIn = (answer: Answer, foreign = answer, operator = answer) =>
  answers("401 unauthenticated", foreign, answer, operator, "401 unauthenticated");
/** A HEAD's answer has no body to name the error. */
export const signedInWithoutWords = (answer: Answer, foreign: Answer) =>
  answers(401, foreign, answer, answer, 401);
export const pageFor = (answer: Answer, foreign = answer) =>
  answers("to sign in", foreign, answer, answer, "to sign in");

export const operatorsOnly = (answer: Answer) =>
  answers(
    "401 unauthenticated",
    "403 operator_only",
    "403 operator_only",
    answer,
    "401 unauthenticated",
  );

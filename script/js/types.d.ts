// For `tsc --checkJs` alone.

/** A call of an action by a form. */
interface Call {
  form: HTMLFormElement;
  button: HTMLElement | null;
  url: string;
  data: FormData;
  body: FormData | URLSearchParams;
  hasFile: boolean;
  /** The selector of the regions to put in place, or `''`. */
  region: string;
  animates: boolean;
  /** The last change of a control that is in it. */
  changes: number;
}

interface Pending {
  buttons: HTMLButtonElement[];
  focus: Element | null;
}

/** What is being checked of a form. */
interface Checks {
  /** The names of controls that have changed since the last response. */
  names: Set<string>;
  /** The names of controls that the user has left. */
  left: Set<string>;
  /** The names that the last request asks for, until it has a response. */
  asked: string[];
  timer?: number;
  request?: AbortController;
}

interface Policy {
  createHTML(text: string): unknown;
  createScript(text: string): unknown;
  createScriptURL(text: string): unknown;
}

interface Window {
  /** The mark of a page in which the script runs: its build. */
  [running]?: string;
  trustedTypes?: { createPolicy(name: string, rules: Policy): Policy };
}

interface Element {
  moveBefore?(node: Node, before: Node | null): void;
}

/** What the file of the extras has. */
interface Extras {
  checkSoon(event: Event): void;
  fileNameOf(response: Response): string;
  reasonOf(response: Response, html: string | undefined): Promise<string>;
  upload(call: Call): Promise<Response>;
}

/** The name of the file of the extras: `build.rs` writes it. */
declare const EXTRAS: string;

/** What the extras use: `build.rs` writes it. */
declare const shared: object;

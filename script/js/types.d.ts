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
  timer?: number;
  request?: AbortController;
}

interface Policy {
  createHTML(text: string): unknown;
  createScript(text: string): unknown;
  createScriptURL(text: string): unknown;
}

interface Window {
  trustedTypes?: { createPolicy(name: string, rules: Policy): Policy };
}

// What the other files use. All files together are one function: see `build.rs`.

/** The mark of a page in which this script runs. */
const running = Symbol.for('frontdesk');

/** The element that loaded this script. (An image may have taken its name.) */
const own = /** @type {HTMLScriptElement} */ (document.currentScript);
// @ts-expect-error: all files together are one function. Forms work without it.
if (running in window || !(own instanceof HTMLScriptElement)) return;

/** The build of the app that rendered the page. */
const build = own.dataset.build ?? '';

/** Where actions without a path of their own are. */
const actions = new URL('../_actions/', own.src).href;

/** @type {Policy} */
const rules = { createHTML: text => text, createScript: text => text, createScriptURL: text => text };

/**
 * Turns text of the app's own responses into HTML and scripts. Where a page requires Trusted Types, it must allow
 * this policy by its name; else the script ends here, and forms work without it.
 */
const policy = window.trustedTypes?.createPolicy('frontdesk', rules) ?? rules;

/** The texts of the script, in the language of the page: see `mergeHead`. @type {DOMStringMap} */
let texts = own.dataset;

/** How often users have changed a control. */
let changes = 0;

/**
 * The controls whose value is the user's own, and was not accepted by the app yet; and which change was their last.
 * @type {WeakMap<EventTarget, number>}
 */
const touched = new WeakMap();

/**
 * Forgets that the values of a form are the user's: the app has accepted them. What a user has typed since stays.
 * @param {HTMLFormElement} form
 * @param {number} until The last change that the app has seen.
 * @param {boolean} [isAgain] Whether the form is shown again: no page has the files and secrets of its user.
 */
const accept = (form, until, isAgain) => {
  for (const control of /** @type {HTMLInputElement[]} */ (controls(form))) {
    const isRetained = isAgain && /^(file|password)$/.test(control.type);
    if (!isRetained && /** @type {number} */ (touched.get(control)) <= until) touched.delete(control);
  }
};

/**
 * Calls a function of the app, whose errors are its own.
 * @param {() => void} step
 */
const attempt = step => {
  try {
    step();
  } catch (error) {
    reportError(error);
  }
};

/**
 * Decodes percent signs, if that can be done.
 * @param {string} text
 */
const decoded = text => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/**
 * Sends an event to the form, or to the document if the form is gone. Returns whether nobody cancelled it.
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {object} detail
 */
const emit = (form, name, detail) => run(
  form.isConnected ? form : document,
  'dispatchEvent',
  new CustomEvent(name, { bubbles: true, cancelable: true, detail }),
);

/**
 * Returns a property of an element, or of another node if all have it. (What a form has under this name may be one of
 * its controls.)
 * @template {keyof Element} K
 * @param {Node} node
 * @param {K} name
 * @returns {Element[K]}
 */
const read = (node, name) => Reflect.get(Element.prototype, name, node);

/**
 * Calls a method of an element, likewise.
 * @template {keyof Element} K
 * @param {Node} node
 * @param {K} name
 * @param {unknown[]} values
 * @returns {Element[K] extends (...values: any) => infer R ? R : never}
 */
const run = (node, name, ...values) => /** @type {any} */ (Element.prototype[name]).apply(node, values);

/**
 * Returns a header, or `''`.
 * @param {Response} response
 * @param {string} name
 */
const header = (response, name) => response.headers.get(name) ?? '';

/**
 * Returns an attribute, or `''`.
 * @param {Node} node
 * @param {string} name
 */
const attribute = (node, name) => node instanceof Element && run(node, 'getAttribute', name) || '';

/**
 * Returns the controls of a form, also those outside of its element.
 * @param {HTMLFormElement} form
 */
const controls = form => [...document.querySelectorAll('input,select,textarea,button')].filter(
  control => /** @type {HTMLInputElement} */ (control).form === form,
);

/** What was loaded, if it was. @type {Promise<Extras> | undefined} */
let loaded;

/** What the URL of the extras ends with. Chromium requests a module that could not be loaded only by another URL. */
let suffix = '';

/** Loads what few pages need: a file of its own, see `build.rs`. */
const extras = () => loaded ??= import(new URL(EXTRAS + suffix, own.src).href).then(
  extras => extras.default(shared),
  error => {
    loaded = undefined;
    suffix += '?';
    throw error;
  },
);

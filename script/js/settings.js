// What the other files use. All files together are one function: see `build.rs`.

/** The element that loaded this script. */
const own = /** @type {HTMLScriptElement} */ (document.currentScript);

/** The build of the app that rendered the page. */
const build = own.dataset.build ?? '';

/** Where actions without a path of their own are. */
const actions = new URL('../_actions/', own.src).href;

/**
 * Turns text of the app's own responses into HTML and scripts. Where a page requires Trusted Types, it must allow
 * this policy by its name; else the script ends here, and forms work without it.
 * @type {Policy}
 */
const policy = window.trustedTypes?.createPolicy('frontdesk', {
  createHTML: text => text,
  createScript: text => text,
  createScriptURL: text => text,
}) ?? { createHTML: text => text, createScript: text => text, createScriptURL: text => text };

/** The controls whose value is the user's own, and was not accepted by the app yet. @type {WeakSet<EventTarget>} */
const touched = new WeakSet();

/**
 * Forgets that the values of a form are the user's: the app has accepted them.
 * @param {HTMLFormElement} form
 */
const accept = form => controls(form).forEach(control => touched.delete(control));

/**
 * Sends an event to the form, or to the document if the form is gone. Returns whether nobody cancelled it.
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {object} detail
 */
const emit = (form, name, detail) => (form.isConnected ? form : document).dispatchEvent(
  new CustomEvent(name, { bubbles: true, cancelable: true, detail }),
);

/**
 * Returns what every element has by this name. (That of a form itself may be one of its controls.)
 * @param {Node} node
 * @param {string} name
 * @returns {any}
 */
const member = (node, name) => Reflect.get(Element.prototype, name, node);

/**
 * Returns an attribute, or `''`.
 * @param {Node} node
 * @param {string} name
 * @returns {string}
 */
const attribute = (node, name) => node instanceof Element && member(node, 'getAttribute').call(node, name) || '';

/**
 * Returns the controls of a form, also those outside of its element.
 * @param {HTMLFormElement} form
 */
const controls = form => [...document.querySelectorAll('input,select,textarea,button')].filter(
  control => /** @type {HTMLInputElement} */ (control).form === form,
);

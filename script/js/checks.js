// Part of the extras: checks of a form that has `data-frontdesk-check`, while it is filled in.

/** @type {WeakMap<HTMLFormElement, Checks>} */
const checks = new WeakMap();

/** How long after the last key, or after it was left, a control is checked, in milliseconds. */
const PAUSE = 300;

/**
 * Checks a control when the user leaves it, and from then on while they type.
 * @param {Event} event
 */
const checkSoon = ({ target, type }) => {
  const control = /** @type {HTMLInputElement} */ (target);
  const { form, name } = control;
  if (!form || !run(form, 'matches', '[up-validate-url]') || !name || pending.has(form)) return;
  const state = checks.get(form) ?? { names: new Set(), left: new Set(), asked: [] };
  checks.set(form, state);
  if (type === 'focusout') state.left.add(name);
  else if (!state.left.has(name) && !control.matches('[aria-invalid=true]')) return;
  state.names.add(name);
  clearTimeout(state.timer);
  // Also when they leave it: it may be to submit the form.
  state.timer = setTimeout(check, PAUSE, form, state);
};

// The submit has all messages.
for (const type of ['frontdesk:submit', 'reset']) {
  addEventListener(type, ({ target }) => {
    const form = /** @type {HTMLFormElement} */ (target);
    const state = checks.get(form);
    clearTimeout(state?.timer);
    state?.request?.abort();
    checks.delete(form);
  });
}

/**
 * Asks for the messages of the controls that have changed. A newer request replaces an older one, and asks for its
 * controls too.
 * @param {HTMLFormElement} form
 * @param {Checks} state
 */
const check = async (form, state) => {
  state.request?.abort();
  state.timer = undefined;
  const { signal } = state.request = new AbortController();
  for (const name of state.asked) state.names.add(name);
  const names = state.asked = [...state.names].slice(-10);
  for (const name of names) state.names.delete(name);
  const query = new URLSearchParams(names.map(name => ['field', name]));
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (typeof value !== 'string') data.delete(name);
  const body = attribute(form, 'enctype').toLowerCase() === 'multipart/form-data' ? data : encoded(data);
  try {
    const url = attribute(form, 'up-validate-url') + '?' + query;
    const response = await request(url, { method: 'POST', body, signal });
    const { errors = {} } = response.status === 422 ? await response.json() : {};
    if (signal.aborted || response.status !== 204 && response.status !== 422) return;
    state.asked = [];
    announce(names.flatMap(name => showErrors(form, name, errors)).join('\n'));
    if (state.names.size && !state.timer) check(form, state);
  } catch {
    // The submit will say why.
  }
};

/**
 * Shows the messages of a control as the server renders them. Returns those that are new.
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {Record<string, string[]>} errors
 * @returns {string[]}
 */
const showErrors = (form, name, errors) => {
  const control = controls(form).find(control => attribute(control, 'name') === name);
  if (!control?.id) return [];
  const isBelow = (/** @type {string} */ path) => path.startsWith(name) && /^([.[]|$)/.test(path.slice(name.length));
  const texts = Object.entries(errors).flatMap(([path, texts]) => isBelow(path) ? texts : []);
  const id = control.id + '-errors';
  const old = document.getElementById(id);
  const described = attribute(control, 'aria-describedby').split(' ').filter(other => other && other !== id);
  const before = old?.textContent;
  old?.remove();
  if (texts.length) {
    const list = document.createElement('ul');
    list.id = id;
    for (const text of texts) list.appendChild(document.createElement('li')).textContent = text;
    const group = /^(radio|checkbox)$/.test(attribute(control, 'type')) && control.closest('fieldset');
    if (group) group.append(list);
    else (control.closest('label') ?? control).after(list);
    described.push(id);
    control.setAttribute('aria-invalid', 'true');
  } else control.removeAttribute('aria-invalid');
  if (described.length) control.setAttribute('aria-describedby', described.join(' '));
  else control.removeAttribute('aria-describedby');
  return texts.join('') === before ? [] : texts;
};

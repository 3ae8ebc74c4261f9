// Forms that wait for their response.

/** What each of them disabled, and what had the focus. @type {Map<HTMLFormElement, Pending>} */
const pending = new Map();

/** Whether the browser is leaving the page, so that requests fail that nobody waits for. */
let leaving = false;

/**
 * Shows that a form waits. Called again after its element was changed.
 * @param {HTMLFormElement} form
 */
const mark = form => {
  const focus = pending.get(form)?.focus ?? document.activeElement;
  const isSubmitter = (/** @type {any} */ { type, disabled }) => /^(submit|image)$/.test(type) && !disabled;
  const buttons = /** @type {HTMLButtonElement[]} */ (controls(form).filter(isSubmitter));
  for (const button of buttons) button.disabled = true;
  form.setAttribute('aria-busy', 'true');
  form.setAttribute('data-frontdesk-state', 'pending');
  pending.set(form, { buttons: [...pending.get(form)?.buttons ?? [], ...buttons], focus });
};

/**
 * Shows that a form doesn't wait any more.
 * @param {HTMLFormElement} form
 */
const unmark = form => {
  const { buttons = [], focus = null } = pending.get(form) ?? {};
  if (!pending.delete(form)) return;
  for (const button of buttons) button.disabled = false;
  form.removeAttribute('aria-busy');
  form.removeAttribute('data-frontdesk-state');
  // A button that is disabled loses it.
  if (document.activeElement === document.body && focus instanceof HTMLElement) focus.focus({ preventScroll: true });
};

/**
 * Shows beside a form that its request failed. The form is as it was, its token too, so that it can be sent again.
 * @param {HTMLFormElement} form
 */
const showFailure = form => {
  form.setAttribute('data-frontdesk-state', 'failed');
  const text = form.querySelector('[name=__fd_once]')
    ? own.dataset.retry ?? 'The server could not be reached. You can safely send this again.'
    : own.dataset.unsure ?? 'The connection failed. Your request may have been processed: check before you send it again.';
  const message = document.createElement('p');
  message.setAttribute('role', 'alert');
  message.setAttribute('data-frontdesk-failed', '');
  message.textContent = text;
  form.append(message);
};

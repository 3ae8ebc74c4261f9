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
  const { buttons = [], focus = document.activeElement } = pending.get(form) ?? {};
  pending.set(form, { buttons, focus });
  for (const control of /** @type {HTMLButtonElement[]} */ (controls(form))) {
    if (/^(submit|image)$/.test(control.type) && !control.disabled) {
      control.disabled = true;
      buttons.push(control);
    }
  }
  run(form, 'setAttribute', 'aria-busy', 'true');
  run(form, 'setAttribute', 'data-frontdesk-state', 'pending');
};

/**
 * Shows that a form doesn't wait any more.
 * @param {HTMLFormElement} form
 */
const unmark = form => {
  const { buttons = [], focus = null } = pending.get(form) ?? {};
  if (!pending.delete(form)) return;
  for (const button of buttons) button.disabled = false;
  run(form, 'removeAttribute', 'aria-busy');
  run(form, 'removeAttribute', 'data-frontdesk-state');
  // A button that is disabled loses it.
  if (document.activeElement === document.body && focus instanceof HTMLElement) focus.focus({ preventScroll: true });
};

/**
 * Shows in a form that it failed. It is as it was, its token too, so that it can be sent again.
 * @param {HTMLFormElement} form
 * @param {string} [text] Why, if the server has a reason.
 */
const showFailure = (form, text) => {
  run(form, 'setAttribute', 'data-frontdesk-state', 'failed');
  const message = document.createElement('p');
  message.setAttribute('role', 'alert');
  message.setAttribute('data-frontdesk-failed', '');
  message.textContent = text ?? (run(form, 'querySelector', '[name=__fd_once]')
    ? texts.retry ?? 'The server could not be reached. You can safely send this again.'
    : texts.unsure ?? 'The connection failed. It may have been processed: check before you send again.');
  run(form, 'append', message);
};

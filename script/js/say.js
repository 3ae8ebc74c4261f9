// What screen readers say, and where the focus goes.

/** Elements that are read out when they change, but not when they are inserted. */
const LIVE = '[role=alert],[role=status],[aria-live]';

const live = document.createElement('div');
live.setAttribute('role', 'status');
live.setAttribute('data-frontdesk', 'keep');
live.style.cssText = 'position:fixed;clip-path:inset(50%)';
document.body.append(live);

/**
 * Has a screen reader say a text.
 * @param {string} text
 */
const announce = text => {
  live.textContent = '';
  // The same text twice is two announcements.
  if (text) setTimeout(() => live.textContent = text);
};

/**
 * Has a screen reader say what is new in the page, or else another text.
 * @param {Set<Element>} before
 * @param {string} otherwise
 */
const announceNew = (before, otherwise) => {
  // What has the focus is read out anyway.
  const fresh = [...document.querySelectorAll(LIVE)].filter(
    element => !before.has(element) && !element.contains(document.activeElement),
  );
  const texts = fresh.map(element => element.textContent?.trim());
  announce(texts.filter(text => text).join('\n') || otherwise);
};

/**
 * Focuses what a user does next, unless they are elsewhere already: the first error of a failed form, or what a new
 * page focuses by itself. Returns the messages of what has the focus already, which a screen reader doesn't say then.
 * @param {HTMLFormElement} form
 * @param {boolean} hasFailed
 * @param {boolean} isSame
 * @param {boolean} [preventScroll] Whether the page scrolls elsewhere. (Firefox scrolls to a focus later.)
 */
const focusFirst = (form, hasFailed, isSame, preventScroll) => {
  const { activeElement: focus, body } = document;
  const isElsewhere = focus && focus !== body && /** @type {HTMLInputElement} */ (focus).form !== form;
  if (isElsewhere || !hasFailed && isSame) return '';
  const next = hasFailed && (
    run(form, 'querySelector', '[role=alert][autofocus]') ?? document.querySelector('[role=alert][autofocus]:not(form *)')
    ?? run(form, 'querySelector', '[aria-invalid=true]') ?? document.querySelector('[aria-invalid=true]')
  ) || document.querySelector('[autofocus]');
  if (next instanceof HTMLElement) next.focus({ preventScroll });
  return next && next === focus ? attribute(next, 'aria-describedby').split(' ').map(
    id => document.getElementById(id)?.innerText,
  ).join('\n') : '';
};

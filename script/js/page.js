// Puts what a response has in place.

/** The elements of the head that came with a page, and not from another script. */
const heads = new Set(document.head.children);

/** Path and query of the page that is in place. */
let shown = location.pathname + location.search;

/**
 * @param {string} html
 */
const parse = html => new DOMParser().parseFromString(/** @type {string} */ (policy.createHTML(html)), 'text/html');

/**
 * Returns the HTML of an element, without what only the page that it came with knows.
 * @param {Element} element
 */
const markup = element => {
  const copy = /** @type {Element} */ (element.cloneNode(true));
  copy.removeAttribute('nonce');
  return copy.outerHTML;
};

/**
 * Returns a copy of a node of a parsed page, whose scripts run when it is inserted. If this page has a nonce, only
 * those run that have the nonce of theirs, by which the policy tells them from scripts that an attacker smuggled in.
 * @template {Node} T
 * @param {T} node
 * @returns {T}
 */
const alive = node => {
  const { nonce } = /** @type {HTMLElement | {nonce?: string}} */ (
    node.ownerDocument?.querySelector('script[data-build]') ?? {}
  );
  const parent = document.createDocumentFragment();
  parent.append(document.importNode(node, true));
  for (const dead of parent.querySelectorAll('script')) {
    if (own.nonce && dead.nonce !== nonce) continue;
    const script = document.createElement('script');
    for (const { name, value } of dead.attributes) if (!/^(src|nonce)$/.test(name)) script.setAttribute(name, value);
    script.nonce = own.nonce;
    script.async = dead.async;
    if (dead.src) script.src = /** @type {string} */ (policy.createScriptURL(dead.src));
    else script.text = /** @type {string} */ (policy.createScript(dead.text));
    dead.replaceWith(script);
  }
  return /** @type {T} */ (/** @type {unknown} */ (parent.firstChild));
};

/**
 * Adds what the head of another page has, waits for its styles, and returns what then removes the rest.
 * @param {Document} page
 */
const mergeHead = async page => {
  const rest = new Map([...document.head.children].map(element => [markup(element), element]));
  /** @type {Promise<unknown>[]} */
  const loads = [];
  for (const element of page.head.children) {
    if (rest.delete(markup(element)) || element.localName === 'title') continue;
    const added = alive(element);
    heads.add(added);
    if (added.matches('link[rel~=stylesheet]')) loads.push(new Promise(resolve => {
      added.addEventListener('load', resolve);
      added.addEventListener('error', resolve);
    }));
    document.head.append(added);
  }
  await Promise.all(loads);
  return () => {
    texts = /** @type {HTMLElement | null} */ (page.querySelector('script[data-build]'))?.dataset ?? texts;
    for (const element of rest.values()) {
      if (heads.has(element) && !element.matches('script,title')) element.remove();
    }
    document.title = page.title;
    for (const name of ['lang', 'dir']) {
      const value = page.documentElement.getAttribute(name);
      if (value === null) document.documentElement.removeAttribute(name);
      else document.documentElement.setAttribute(name, value);
    }
  };
};

/**
 * Leaves the page for another one, which the browser loads.
 * @param {URL} url
 */
const go = url => {
  if (!/^https?:$/.test(url.protocol)) throw new TypeError(url.protocol);
  const [here, there] = [location.href, url.href].map(href => href.split('#')[0]);
  if (here !== there || !url.hash) return location.assign(url);
  // That would only scroll.
  history.replaceState(history.state, '', url);
  location.reload();
};

/**
 * Returns path and query, without the parameter by which a page finds a failed form.
 * @param {URL | Location} url
 */
const plain = url => {
  const { pathname, searchParams } = new URL(url.href);
  searchParams.delete('_fd');
  return pathname + '?' + searchParams;
};

/**
 * Puts a page in place, or the regions of it that the form asks for.
 * @param {Call} call
 * @param {Document} page
 * @param {URL | undefined} url Its URL, if it has one.
 * @param {boolean} hasFailed
 */
const place = async ({ form, region, animates, changes }, page, url, hasFailed) => {
  const regions = hasFailed || !region ? [] : regionsOf(form, region, page);
  const finishHead = regions.length ? () => {} : await mergeHead(page);
  const isSame = !url || plain(url) === plain(location);
  const announced = new Set(document.querySelectorAll(LIVE));
  await change(animates, () => {
    if (url && (isSame || !regions.length)) remember(url, isSame);
    unmark(form);
    const { activeElement: focus } = document;
    const selection = focus instanceof HTMLTextAreaElement || focus instanceof HTMLInputElement
      ? /** @type {const} */ ([focus.selectionStart, focus.selectionEnd]) : undefined;
    finishHead();
    if (!hasFailed) accept(form, changes);
    for (const [old, fresh] of regions.length ? regions : [[document.body, page.body]]) morph(old, fresh, hasFailed);
    for (const other of pending.keys()) mark(other);
    if (focus instanceof HTMLElement && focus.isConnected && focus !== document.activeElement) {
      focus.focus({ preventScroll: true });
      if (selection?.[0] != null) /** @type {HTMLInputElement} */ (focus).setSelectionRange(...selection);
    }
  });
  if (url && !isSame && !regions.length) {
    scrollTo(0, 0);
    /** @type {HTMLElement | null} */ (document.activeElement)?.blur();
  }
  focusFirst(form, hasFailed, isSame);
  if (url?.hash) document.getElementById(decoded(url.hash.slice(1)))?.scrollIntoView();
  announceNew(announced, isSame ? '' : document.title);
};

/**
 * Changes the page, in a view transition if the page wants one and the user nothing against motion.
 * @param {boolean} animates
 * @param {() => void} update
 */
const change = async (animates, update) => {
  if (!animates || !document.startViewTransition || matchMedia('(prefers-reduced-motion: reduce)').matches) {
    return update();
  }
  const transition = document.startViewTransition(update);
  // A transition may be skipped.
  transition.ready.catch(() => {});
  await transition.updateCallbackDone;
};

/**
 * Puts the URL of the page into the address bar.
 * @param {URL} url
 * @param {boolean} isSame Whether it is the same page as before.
 */
const remember = (url, isSame) => {
  if (!isSame) history.replaceState({ ...history.state, frontdesk: shown }, '');
  shown = url.pathname + url.search;
  const state = { ...isSame && history.state, frontdesk: shown };
  if (isSame) history.replaceState(state, '', url);
  else history.pushState(state, '', url);
};

/**
 * Returns the elements that a form asks for, and the form itself, each with its counterpart in the page.
 * @param {HTMLFormElement} form
 * @param {string} selector
 * @param {Document} page
 * @returns {[Element, Element][]}
 */
const regionsOf = (form, selector, page) => {
  /** @type {[Element, Element][]} */
  const found = [];
  for (const old of document.querySelectorAll(selector)) {
    const fresh = page.getElementById(old.id);
    if (!fresh) return [];
    found.push([old, fresh]);
  }
  // Its tokens are used up.
  const alike = `form[action="${CSS.escape(attribute(form, 'action'))}"]`;
  const index = [...document.querySelectorAll(alike)].indexOf(form);
  const fresh = page.querySelectorAll(alike)[index];
  if (found.length && fresh && !found.some(([old]) => old.contains(form))) found.push([form, fresh]);
  return found;
};

/**
 * Puts parts of a page in place: each template at its own place, and the rest in place of the region, or of the form.
 * @param {Call} call
 * @param {Document} page
 */
const placeParts = async ({ form, region, animates, changes }, page) => {
  const announced = new Set(document.querySelectorAll(LIVE));
  await change(animates, () => {
    unmark(form);
    accept(form, changes);
    for (const part of page.querySelectorAll('template[data-frontdesk-for]')) {
      const { frontdeskFor, frontdeskSwap } = /** @type {HTMLTemplateElement} */ (part).dataset;
      const { content } = /** @type {HTMLTemplateElement} */ (part);
      part.remove();
      const old = document.getElementById(frontdeskFor?.slice(1) ?? '');
      const fresh = content.firstElementChild;
      if (frontdeskSwap === 'remove') old?.remove();
      else if (frontdeskSwap) for (const node of [...content.childNodes]) old?.append(alive(node));
      else if (old && fresh) put(old, fresh);
    }
    const fresh = page.body.firstElementChild;
    const old = fresh && (document.getElementById(fresh.id || '-') ?? (region && document.querySelector(region))) || form;
    if (fresh) put(old, fresh);
  });
  announceNew(announced, '');
};

/**
 * @param {Element} old
 * @param {Element} fresh
 */
const put = (old, fresh) => old.localName === fresh.localName ? morph(old, fresh, false) : old.replaceWith(alive(fresh));

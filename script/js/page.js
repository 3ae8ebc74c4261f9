// Puts what a response has in place.

/** The elements of the head that came with a page, and not from another script. */
const heads = new Set(document.head.children);

/** Path and query of the page that is in place. */
let shown = location.pathname + location.search;

/** The content security policies of pages. @type {WeakMap<Node, string>} */
const policies = new WeakMap();

/**
 * @param {string} html
 * @param {Response} response The response that it is from.
 */
const parse = (html, response) => {
  const page = new DOMParser().parseFromString(/** @type {string} */ (policy.createHTML(html)), 'text/html');
  policies.set(page, header(response, 'Content-Security-Policy'));
  return page;
};

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
 * Returns a copy of a node of a parsed page, whose scripts run when it is inserted. If this page has a nonce, the copy
 * has only the scripts with a nonce of theirs, which an attacker can't guess.
 * @param {Node} node
 */
const alive = node => {
  const sources = policies.get(node.getRootNode()) ?? '';
  const parent = document.createDocumentFragment();
  parent.append(document.importNode(node, true));
  for (const dead of /** @type {NodeListOf<HTMLElement>} */ (parent.querySelectorAll('script,style,link'))) {
    const isScript = dead instanceof HTMLScriptElement;
    if (own.nonce && !sources.includes(`'nonce-${dead.nonce}'`)) {
      if (dead.localName === 'script') dead.remove();
      continue;
    }
    dead.nonce = own.nonce;
    if (!isScript) continue;
    const script = document.createElement('script');
    for (const { name, value } of dead.attributes) if (name !== 'src') script.setAttribute(name, value);
    script.nonce = own.nonce;
    script.async = dead.async;
    if (dead.src) script.src = /** @type {string} */ (policy.createScriptURL(dead.src));
    else script.text = /** @type {string} */ (policy.createScript(dead.text));
    dead.replaceWith(script);
  }
  return parent;
};

/**
 * Adds what the head of another page has, waits for its styles, and returns what then removes the rest.
 * @param {Document} page
 */
const mergeHead = async page => {
  const { head } = document;
  const rest = new Map([...head.children].map(element => [markup(element), element]));
  /** @type {Promise<unknown>[]} */
  const loads = [];
  let at = head.firstChild;
  for (const element of page.head.children) {
    const same = rest.get(markup(element));
    // Styles have to be in their order.
    if (same) at = same.nextSibling;
    if (rest.delete(markup(element)) || element.localName === 'title') continue;
    for (const added of [...alive(element).children]) {
      heads.add(added);
      if (added.matches('link[rel~=stylesheet][href]')) loads.push(new Promise(resolve => {
        added.addEventListener('load', resolve);
        added.addEventListener('error', resolve);
        // Some are not loaded.
        setTimeout(resolve, 2000);
      }));
      head.insertBefore(added, at);
    }
  }
  await Promise.all(loads);
  return () => {
    texts = /** @type {HTMLElement | null} */ (page.querySelector('script[data-build]'))?.dataset ?? texts;
    for (const element of rest.values()) {
      if (!element.matches('script,title') && heads.delete(element)) element.remove();
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
 * @param {URL | Location} url
 */
const go = url => {
  if (!/^https?:$/.test(url.protocol)) throw new TypeError(url.protocol);
  // That alone would only scroll.
  const isHere = url.hash && url.href.split('#')[0] === location.href.split('#')[0];
  if (!isHere) return location.assign(url.href);
  history.replaceState(history.state, '', url.href);
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
 * @param {boolean} isAgain
 */
const place = async ({ form, region, animates, changes }, page, url, hasFailed, isAgain) => {
  const regions = isAgain || !region ? [] : regionsOf(form, region, page);
  const finishHead = regions.length ? () => {} : await mergeHead(page);
  const isSame = !url || plain(url) === plain(location);
  const announced = new Set(document.querySelectorAll(LIVE));
  await change(form, animates, () => {
    if (url && (isSame || !regions.length)) remember(url, isSame);
    finishHead();
    if (!hasFailed) accept(form, changes, isAgain);
    for (const [old, fresh] of regions.length ? regions : [[document.body, page.body]]) morph(old, fresh, isAgain);
  });
  if (url && !isSame && !regions.length) {
    scrollTo(0, 0);
    /** @type {HTMLElement | null} */ (document.activeElement)?.blur();
  }
  const target = url?.hash && document.getElementById(decoded(url.hash.slice(1)));
  const messages = focusFirst(form, hasFailed, isSame, !!target);
  if (target) target.scrollIntoView();
  announceNew(announced, isSame ? messages : document.title);
};

/**
 * Changes the page, in a view transition if the page wants one and the user nothing against motion. The focus stays,
 * and other forms go on waiting.
 * @param {HTMLFormElement} form The form that doesn't wait any more.
 * @param {boolean} animates
 * @param {() => void} place
 */
const change = async (form, animates, place) => {
  const update = () => {
    unmark(form);
    const { activeElement: focus } = document;
    const { selectionStart, selectionEnd } = /** @type {any} */ (focus ?? {});
    const isHeld = (/** @type {any} */ control) => touched.has(control.closest('select') ?? control);
    const held = /** @type {any[]} */ ([...document.querySelectorAll(':checked')].filter(isHeld));
    place();
    // Of another form: a control next to it, or an option, may have become the default.
    for (const control of held) if (isHeld(control)) control.checked = control.selected = true;
    for (const other of pending.keys()) mark(other);
    if (focus instanceof HTMLElement && focus.isConnected && focus !== document.activeElement) {
      focus.focus({ preventScroll: true });
      if (selectionStart != null) /** @type {HTMLInputElement} */ (focus).setSelectionRange(selectionStart, selectionEnd);
    }
  };
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
  history[isSame ? 'replaceState' : 'pushState']({ ...isSame && history.state, frontdesk: shown }, '', url);
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
    const fresh = page.getElementById(attribute(old, 'id'));
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
 * Puts parts of a page in place: each template at its own place, and the rest in place of the element with its id, of
 * the region, or of the form. Throws if a form that is shown again can't be placed.
 * @param {Call} call
 * @param {string} html
 * @param {Response} response
 * @param {boolean} hasFailed
 * @param {boolean} isAgain
 */
const placeParts = async ({ form, region, animates, changes }, html, response, hasFailed, isAgain) => {
  // In a template, rows need no table.
  const { content: parts } = /** @type {HTMLTemplateElement} */ (
    parse('<template>' + html, response).querySelector('template')
  );
  const announced = new Set(document.querySelectorAll(LIVE));
  const put = (/** @type {Element | null} */ old, /** @type {Element | null} */ fresh) => {
    if (!old || !fresh) return;
    if (old.localName === fresh.localName) morph(old, fresh, isAgain);
    else run(old, 'replaceWith', alive(fresh));
  };
  await change(form, animates, () => {
    if (!hasFailed) accept(form, changes, isAgain);
    for (const part of /** @type {NodeListOf<HTMLTemplateElement>} */ (parts.querySelectorAll('[data-frontdesk-for]'))) {
      const { dataset: { frontdeskFor, frontdeskSwap }, content } = part;
      part.remove();
      const old = document.getElementById(frontdeskFor?.slice(1) ?? '');
      if (!old || !frontdeskSwap) put(old, content.firstElementChild);
      else if (frontdeskSwap === 'remove') run(old, 'remove');
      else run(old, 'append', ...[...content.childNodes].map(alive));
    }
    const [fresh, second] = parts.children;
    const old = fresh && document.getElementById(fresh.id || '-');
    if (isAgain) {
      // One element, which has the form, and whose place is certain: else the browser sends the form.
      const name = fresh.localName;
      const isSure = name === 'form' || fresh.querySelector(`:scope form:not(:scope ${name} form)`);
      const around = old ?? (isSure && run(form, 'closest', name));
      if (!around || second) throw fresh;
      put(around, fresh);
    } else put(old || fresh?.localName !== 'form' && region && document.querySelector(region) || form, fresh);
  });
  announceNew(announced, focusFirst(form, hasFailed, true));
};

// What happens when a form is submitted.

/** Pages are put in place one after the other. @type {Promise<unknown>} */
let turn = Promise.resolve();

/** How many pages there were. An older one never replaces a newer one, whenever they arrive. */
let pages = 0;

/** The newest page that is in place. */
let newest = 0;

/** Forms that are the browser's. @type {WeakSet<HTMLFormElement>} */
const browsers = new WeakSet();

/**
 * Sends a form. Whatever fails before it is sent leaves it to the browser.
 * @param {SubmitEvent} event
 */
const onSubmit = event => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const call = !event.defaultPrevented && !browsers.has(form) && callOf(form, event.submitter);
  if (!call) return;
  if (pending.has(form)) return event.preventDefault();
  /** @type {(() => void)[]} */
  const undo = [];
  const detail = { ...call, rollback: (/** @type {() => void} */ step) => undo.push(step) };
  if (!emit(form, 'frontdesk:submit', detail)) return event.preventDefault();
  try {
    run(form, 'querySelector', '[data-frontdesk-failed]')?.remove();
    mark(form);
    const sent = send(call);
    event.preventDefault();
    finish(call, sent, undo);
  } catch (error) {
    unmark(form);
    throw error;
  }
};

/**
 * @param {Call} call
 * @param {Promise<Response>} sent
 * @param {(() => void)[]} undo
 */
const finish = async (call, sent, undo) => {
  const { form } = call;
  const rollback = () => undo.splice(0).reverse().forEach(attempt);
  /** @type {string | undefined} */
  let reason;
  try {
    const response = await sent;
    // A redirect that is not the app's, which has a header for that.
    const isAstray = response.type === 'opaqueredirect' || response.url !== call.url;
    const hasFailed = isAstray || response.status >= 400;
    // A page that breaks off is a response that did not arrive.
    const html = isAstray ? undefined : await htmlOf(response);
    reason = unexpected(response);
    // What the form is for was not done yet, if its page shows it again.
    const isAgain = hasFailed || !!header(response, 'Frontdesk-Again');
    if (isAgain) rollback();
    if (!emit(form, hasFailed ? 'frontdesk:error' : 'frontdesk:success', { response })) unmark(form);
    else if (isAstray) resend(call);
    else await show(call, response, html, hasFailed, isAgain);
    attempt(() => {
      for (const { type, ...detail } of JSON.parse(header(response, 'Frontdesk-Events') || '[]')) {
        emit(form, type, detail);
      }
    });
  } catch (error) {
    unmark(form);
    if (!leaving) {
      rollback();
      if (emit(form, 'frontdesk:error', { error })) showFailure(form, reason);
    }
  }
  emit(form, 'frontdesk:finish', {});
};

/**
 * Has the browser send a form.
 * @param {Call} call
 */
const resend = ({ form, button }) => {
  unmark(form);
  browsers.add(form);
  HTMLFormElement.prototype.requestSubmit.call(form, button);
};

/**
 * Returns whether another build of the app has responded.
 * @param {Response} response
 */
const isOtherBuild = response => (header(response, 'Frontdesk-Build') || build) !== build;

/**
 * @param {Response} response
 */
const isFile = response => /^\s*attachment\b/i.test(header(response, 'Content-Disposition'));

/**
 * Returns the text of a response that is a page, and has to be nothing else: a file, a page of an origin of its own, or
 * one in another encoding.
 * @param {Response} response
 */
const htmlOf = async response => /^text\/html(;\s*charset="?utf-8"?)?$/i.test(header(response, 'Content-Type'))
  && !isFile(response) && !/\bsandbox\b/i.test(header(response, 'Content-Security-Policy')) ? response.text() : undefined;

/**
 * Shows what a response has. If that fails, the browser loads the page, or sends a form that is shown again.
 * @param {Call} call
 * @param {Response} response
 * @param {string | undefined} html Its text, if it is a page.
 * @param {boolean} hasFailed
 * @param {boolean} isAgain Whether the form is shown again, as what has failed is.
 */
const show = async (call, response, html, hasFailed, isAgain) => {
  const { form } = call;
  const to = header(response, 'Frontdesk-Redirect');
  let url = to ? new URL(to, response.url) : undefined;
  let page = response;
  let isPart = false;
  const number = ++pages;
  try {
    if (url) {
      html = undefined;
      if (url.origin === location.origin && !isOtherBuild(response)) {
        const { hash } = url;
        page = await request(url);
        html = await htmlOf(page);
        url = new URL(page.url);
        url.hash ||= hash;
      }
    }
    isPart = !!header(page, 'Frontdesk-Part');
    const isLeft = isOtherBuild(page) && (url || isPart && !isAgain);
    if (isLeft || url && (url.origin !== location.origin || html === undefined)) {
      return leave(form, url);
    }
    if (html === undefined || hasFailed && !url && !isPart && page.status !== 422) {
      if (!hasFailed) await save(page);
      const reason = hasFailed && await extras().then(({ reasonOf }) => reasonOf(page, html), () => unexpected(page));
      unmark(form);
      if (reason) showFailure(form, reason);
      return;
    }
    const text = html;
    const step = async () => {
      if (number < newest) return true;
      // A form alone makes no page older.
      if (!isPart || !isAgain) newest = number;
      if (isPart) await placeParts(call, text, page, hasFailed, isAgain);
      else await place(call, parse(text, page), url, hasFailed, isAgain);
    };
    const placed = turn = turn.then(step, step);
    if (await placed) await show(call, response, html, hasFailed, isAgain);
  } catch (error) {
    if (!url && html === undefined) throw error;
    console.error(error);
    if (url) leave(form, url);
    else if (isPart) isAgain ? resend(call) : leave(form);
    else write(/** @type {string} */ (html));
  }
};

/**
 * @param {Response} response
 */
const unexpected = ({ status, statusText }) =>
  `${texts.unexpected ?? 'Unexpected response of the server'}: ${status} ${statusText}`;

/**
 * Shows a page that has no URL as the browser would.
 * @param {string} html
 */
const write = html => {
  delete window[running];
  document.open();
  document.write(/** @type {string} */ (policy.createHTML(html)));
  document.close();
};

/**
 * Leaves the page, if that is where the URL leads: it may be a file.
 * @param {HTMLFormElement} form
 * @param {URL | Location} [url] This page again, if there is none.
 */
const leave = (form, url = location) => {
  go(url);
  setTimeout(unmark, 5e3, form);
};

/**
 * Saves a file that a form responds with. Plain text and JSON are for other scripts, unless they are to be saved.
 * @param {Response} response
 */
const save = async response => {
  if (!isFile(response) && /^text\/plain\b|[/+]json\b/i.test(header(response, 'Content-Type'))) return;
  const file = await response.blob();
  if (!isFile(response) && !file.size) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  // Without a name, the browser gives it one.
  link.download = await extras().then(({ fileNameOf }) => fileNameOf(response), () => '');
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 6e4);
};

// A user may go on in the history while a page is loading, before this script runs. (Browsers without `at` have no
// `submitter`: in those the script ends here.)
const navigated = performance.getEntriesByType('navigation').at(0)?.name.split('#')[0];
if (history.state?.frontdesk && navigated && navigated !== location.href.split('#')[0]) {
  // Without the state, this can't happen again.
  history.replaceState(null, '');
  location.reload();
}
window[running] = build;
for (const type of ['input', 'change']) {
  addEventListener(type, event => event.target && touched.set(event.target, ++changes), true);
}
addEventListener('reset', event => accept(/** @type {HTMLFormElement} */ (event.target), changes));
addEventListener('submit', onSubmit);
for (const type of ['input', 'focusout']) {
  addEventListener(type, event => {
    const { target } = event;
    // If the extras can't be loaded, or come after a submit, the submit has all messages.
    const isWanted = loaded || type === 'focusout';
    if (isWanted && target instanceof Element && touched.has(target)
      && run(target, 'closest', '[data-frontdesk-check]')) {
      extras().then(({ checkSoon }) => touched.has(target) && checkSoon(event), () => {});
    }
  });
}
addEventListener('popstate', ({ state }) => {
  // An entry that another script has made is its own.
  if ((!state || state.frontdesk) && location.pathname + location.search !== shown) location.reload();
});
addEventListener('pagehide', () => leaving = true);
addEventListener('pageshow', ({ persisted }) => {
  leaving = false;
  if (persisted) for (const form of pending.keys()) unmark(form);
  // Texts of users that the browser has restored after a reload.
  for (const control of document.querySelectorAll('input,textarea')) {
    const { type, value, defaultValue, checked, defaultChecked } = /** @type {HTMLInputElement} */ (control);
    const isChecked = /^(radio|checkbox)$/.test(type);
    if (isChecked ? checked !== defaultChecked : value !== defaultValue && !/^(range|color)$/.test(type)) {
      touched.set(control, ++changes);
    }
  }
});

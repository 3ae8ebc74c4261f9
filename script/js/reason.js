// Part of the extras: why a response has failed.

/**
 * Returns why a response has failed.
 * @param {Response} response
 * @param {string} [html] Its text, if it is a page.
 */
const reasonOf = async (response, html) => {
  /** @type {unknown[]} */
  let parts = [];
  if (html !== undefined) {
    const page = parse(html, response);
    parts = ['h1', 'p'].map(name => page.querySelector(name)?.textContent?.trim());
    if (!parts[0]) parts = [page.title];
  } else if (/[/+]json\b/i.test(header(response, 'Content-Type'))) {
    const { title, detail } = await response.json().catch(() => {}) ?? {};
    parts = [title, detail];
  }
  return parts.filter(text => text).join(': ') || unexpected(response);
};

// Part of the extras: a file that a form responds with.

/**
 * Returns the name under which a response is to be saved, or `''`.
 * @param {Response} response
 */
const fileNameOf = response => {
  const disposition = header(response, 'Content-Disposition');
  const encoded = /;\s*filename\*\s*=\s*UTF-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
  const [, quoted, word] = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition) ?? [];
  return encoded ? decoded(encoded) : quoted?.replace(/\\(.)/g, '$1') ?? word ?? '';
};

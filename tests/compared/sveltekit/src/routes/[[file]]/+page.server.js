import { fail } from '@sveltejs/kit';

/** The newest rows, as many as on the other servers. */
const rows = Array.from({ length: 20 }, (_, i) => `Row ${i} by a@example.com: text`);

export const load = ({ params }) => ({ rows, hasFile: params.file === 'file' });

export const actions = {
  default: async ({ request }) => {
    const data = await request.formData();
    const [title, email, note] = ['title', 'email', 'note'].map(name => String(data.get(name) ?? ''));
    const errors = {};
    if (title === 'taken') errors.title = 'There is one already.';
    if (!email.includes('@')) errors.email = 'This is not an email address.';
    if (Object.keys(errors).length) return fail(422, { title, email, note, errors });
    rows.push(`${title} by ${email}: ${note}`);
    rows.shift();
    return { success: true };
  },
};

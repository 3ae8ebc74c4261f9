// Checks forms of the reference app with Precognition's own client, and prints what it made of each
// response, one line of JSON for each step. The argument is the app's origin.
import { client, createValidator } from 'laravel-precognition'

const origin = process.argv[2]
const url = (action) => `${origin}/_actions/${action}`
// What a browser sends by itself.
const headers = { 'Origin': origin, 'Sec-Fetch-Site': 'same-origin' }

function print(step, outcome) {
    console.log(JSON.stringify({ step, ...outcome }))
}

// Asks once, and prints which of the client's callbacks was called.
async function ask(step, action, data, config) {
    const outcome = { called: [] }
    const called = (name, value) => (response) => {
        outcome.called.push(name)
        outcome.response = value(response)
    }
    try {
        await client.post(url(action), data, {
            headers,
            ...config,
            onPrecognitionSuccess: called('success', (response) => response.status),
            onValidationError: called('invalid', (response) => response.data.errors),
            onForbidden: called('forbidden', (response) => JSON.parse(response.data).code),
        })
    } catch (error) {
        outcome.thrown = error.response?.status ?? error.message
    }
    print(step, outcome)
}

// A form of which one field after another is visited.
async function visit(step, action, visits) {
    const data = {}
    const validator = createValidator((client) => client.post(url(action), { ...data }, { headers }))
    validator.setTimeout(1)
    const states = []
    for (const [name, value] of visits) {
        data[name] = value
        await new Promise((resolve) => {
            validator.on('validatingChanged', () => validator.validating() || resolve())
            validator.validate(name, value)
        })
        states.push({ valid: [...validator.valid()].sort(), errors: { ...validator.errors() } })
    }
    print(step, { states })
}

const note = { title: 'milk', body: '', password: '', pinned: false }
await ask('right', 'create_note/check', note, { only: ['title'] })
await ask('taken', 'create_note/check', { ...note, title: 'taken' }, { only: ['title'] })
await ask('all', 'create_note/check', { ...note, title: 'taken', pinned: 'maybe' })
await ask('unknown', 'create_note/check', note, { only: ['nope'] })
await ask('no_names', 'create_note/check', { title: 'taken' }, { only: [] })
await ask('scalars', 'inputs/check', { whole: '5', ratio: '0.5', day: '2026-03-04', at: null, time: '' })
await ask('rows', 'orders/check', { lines: [{ name: 'a', count: '1' }, { name: 'b', count: 'x' }] }, { only: ['lines.1.count', 'lines.0.count'] })
// With a file the client sends multipart: `lines[0][name]`, and booleans as 1 and 0.
const file = new Blob(['text'], { type: 'text/plain' })
await ask('multipart', 'orders/check', { lines: [{ name: 'a', count: 'x' }], file }, { only: ['lines.0.count'] })
await ask('multipart_note', 'create_note/check', { ...note, pinned: true, file }, {})
await ask('other_site', 'create_note/check', note, { headers: { 'Origin': 'https://evil.example' } })
await ask('url_of_the_action', 'create_note', note, {})
await visit('visits', 'create_note/check', [['title', 'taken'], ['body', 'x'], ['title', 'milk']])

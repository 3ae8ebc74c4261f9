// Prints the tokens of JavaScript files, one after the other: a JSON list of lines. Comments are none.

import { readFileSync } from "node:fs"
import ts from "typescript"

const tokens = []

function walk(node, file) {
  const children = node.getChildren(file).filter(child => !ts.isJSDoc(child))
  if (children.length === 0) {
    if (node.getText(file)) tokens.push(node.getText(file))
  } else {
    for (const child of children) walk(child, file)
  }
}

for (const name of process.argv.slice(2)) {
  const file = ts.createSourceFile(name, readFileSync(name, "utf8"), ts.ScriptTarget.Latest, true)
  if (file.parseDiagnostics.length > 0) throw new Error(`${name}: ${file.parseDiagnostics[0].messageText}`)
  walk(file, file)
}
console.log(JSON.stringify(tokens))

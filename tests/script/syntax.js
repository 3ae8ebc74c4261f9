// Prints the statements of JavaScript files, one after the other, as a JSON list: the tree of each, with its tokens.
// Of a file that calls or exports one function, it is the statements of that function. Semicolons, and commas behind the
// last of a list, are left out: they mean nothing.

import { readFileSync } from "node:fs"
import ts from "typescript"

function tree(node, file) {
  const children = node.getChildren(file).filter(
    (child, at, { length }) => !ts.isJSDoc(child) && child.kind !== ts.SyntaxKind.SemicolonToken
      && !(child.kind === ts.SyntaxKind.CommaToken && at === length - 1 && node.kind === ts.SyntaxKind.SyntaxList),
  )
  const kind = ts.SyntaxKind[node.kind]
  return children.length > 0 ? [kind, ...children.map(child => tree(child, file))] : [kind, node.getText(file)]
}

function body(file) {
  const [first, second] = file.statements
  if (second) return file.statements
  if (ts.isExportAssignment(first)) return first.expression.body.statements
  const called = ts.isExpressionStatement(first) && ts.isCallExpression(first.expression)
    ? first.expression.expression : undefined
  return called && ts.isParenthesizedExpression(called) ? called.expression.body.statements : file.statements
}

const statements = process.argv.slice(2).flatMap(name => {
  const file = ts.createSourceFile(name, readFileSync(name, "utf8"), ts.ScriptTarget.Latest, true)
  if (file.parseDiagnostics.length > 0) throw new Error(`${name}: ${file.parseDiagnostics[0].messageText}`)
  return body(file).map(statement => JSON.stringify(tree(statement, file)))
})
console.log(JSON.stringify(statements))

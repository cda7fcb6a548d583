/**
 * R9: a verb that opens a transaction asks for a permission and appends an event.
 *
 * The rule keys on behaviour, not on names of files. It looks at every `context.transaction(...)` (any object whose name
 * is `context` or ends in `Context`) and follows calls to functions of the same file, so a private function may do
 * either part. For each of them:
 * - every exported function that leads to it leads to a permission too: `requirePermission`, `requireSystem` or
 *   `requireOwn…`, from whatever module;
 * - what runs inside it leads to an event: `append…Event(s)`, or a function of another file that is known to append
 *   one itself: `record…`, `endOffers`, `countMissedOffers`, `commitChange`, `handleTicket`, `openCase`, `commitCase`.
 *
 * What is no fact (a lease, a read that must lock) says so: `// oxlint-disable-next-line switchyard/verb -- the reason`.
 * Tests and `testing/` folders are no verbs. Planted violations: `test/architecture/planted/`.
 */
const permission = /^require(Permission|System|Own[A-Z]\w*)$/
const recording =
  /^(append(\w+)?Events?|record[A-Z]\w*|endOffers|countMissedOffers|commitChange|handleTicket|openCase|commitCase)$/
const contextName = /^(context|\w+Context)$/
const noVerb = /(\.test\.ts$|[\\/]testing[\\/])/

const isFunction = (node) =>
  node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression'

const nameOf = (callee) =>
  callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? (callee.property.name ?? '') : ''

const opensTransaction = ({ callee }) =>
  callee.type === 'MemberExpression' &&
  callee.property.name === 'transaction' &&
  callee.object.type === 'Identifier' &&
  contextName.test(callee.object.name)

/** Visits `node` and everything in it. */
function walk(node, visit) {
  if (node === null || typeof node !== 'object') return
  if (Array.isArray(node)) {
    for (const item of node) walk(item, visit)
    return
  }
  if (typeof node.type !== 'string') return
  visit(node)
  for (const key of Object.keys(node)) if (key !== 'parent') walk(node[key], visit)
}

/** Every function of the file by its name, wherever it is declared. */
function functionsOf(program) {
  const functions = new Map()
  walk(program, (node) => {
    if (node.type === 'FunctionDeclaration' && node.id) functions.set(node.id.name, node)
    if (node.type === 'VariableDeclarator' && node.init && isFunction(node.init) && node.id.type === 'Identifier')
      functions.set(node.id.name, node.init)
  })
  return functions
}

/** The functions other files may call: exported in place or by name. */
function exportedOf(program, functions) {
  const names = new Set()
  for (const statement of program.body) {
    if (statement.type !== 'ExportNamedDeclaration') continue
    const { declaration, specifiers } = statement
    if (declaration?.type === 'FunctionDeclaration') names.add(declaration.id.name)
    if (declaration?.type === 'VariableDeclaration') for (const { id } of declaration.declarations) names.add(id.name)
    for (const { local } of specifiers ?? []) names.add(local.name)
  }
  return [...names].filter((name) => functions.has(name))
}

/** Everything `start` calls, in itself and in the functions of this file it calls or hands on. */
function callsFrom(start, functions) {
  const calls = []
  const seen = new Set()
  const follow = (node) =>
    walk(node, (found) => {
      if (found.type === 'CallExpression') calls.push(found)
      if (found.type !== 'Identifier' || seen.has(found.name)) return
      seen.add(found.name)
      if (functions.has(found.name)) follow(functions.get(found.name))
    })
  follow(start)
  return calls
}

const verb = {
  create(context) {
    if (noVerb.test(context.filename)) return {}
    return {
      Program(program) {
        const transactions = []
        walk(program, (node) => {
          if (node.type === 'CallExpression' && opensTransaction(node)) transactions.push(node)
        })
        if (transactions.length === 0) return
        const functions = functionsOf(program)
        const roots = exportedOf(program, functions).map((name) => callsFrom(functions.get(name), functions))
        for (const transaction of transactions) {
          const leading = roots.filter((calls) => calls.includes(transaction))
          const isAllowed =
            leading.length > 0 && leading.every((calls) => calls.some((call) => permission.test(nameOf(call.callee))))
          const isRecorded = callsFrom(transaction.arguments, functions).some((call) =>
            recording.test(nameOf(call.callee)),
          )
          if (!isAllowed)
            context.report({
              node: transaction,
              message: 'A verb that opens a transaction asks for a permission (R9).',
            })
          if (!isRecorded)
            context.report({
              node: transaction,
              message: 'A verb that opens a transaction appends an event in it (R9).',
            })
        }
      },
    }
  },
}

export default { meta: { name: 'switchyard' }, rules: { verb } }

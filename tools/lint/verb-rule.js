/**
 * R9: a function that opens a transaction asks for a permission and appends an event.
 * It keys on behaviour, not on names: any exported function whose body calls `<x>.transaction(...)`.
 */
const calls = (node, test) => {
  let found = false
  const visit = (value) => {
    if (found || value === null || typeof value !== 'object') return
    if (Array.isArray(value)) return value.forEach(visit)
    if (typeof value.type !== 'string') return
    if (value.type === 'CallExpression' && test(value.callee)) {
      found = true
      return
    }
    for (const key of Object.keys(value)) if (key !== 'parent') visit(value[key])
  }
  visit(node)
  return found
}
const named = (pattern) => (callee) =>
  pattern.test(callee.type === 'MemberExpression' ? (callee.property?.name ?? '') : (callee.name ?? ''))

const opensTransaction = (callee) => callee.type === 'MemberExpression' && callee.property?.name === 'transaction'

const verb = {
  create(context) {
    if (/\.(test|property\.test)\.ts$/.test(context.filename)) return {}
    let transaction = null
    let program = null
    return {
      Program(node) {
        program = node
      },
      CallExpression(node) {
        if (opensTransaction(node.callee)) transaction ??= node
      },
      'Program:exit'() {
        if (transaction === null) return
        if (!calls(program, named(/^require(Permission|Own|System)/)))
          context.report({ node: transaction, message: 'A verb that opens a transaction asks for a permission first (R9).' })
        if (!calls(program, named(/^(append|record)[A-Z]\w*Events?$/)))
          context.report({ node: transaction, message: 'A verb that opens a transaction appends an event in it (R9).' })
      },
    }
  },
}

export default { meta: { name: 'switchyard' }, rules: { verb } }

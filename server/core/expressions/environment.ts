import { Environment } from '@marcbachmann/cel-js'
import { hasAnyWord } from './words.ts'

/** The most words one `hasWord` takes; more are written as two joined by `||`. */
const mostWords = 8

/**
 * An empty CEL environment with this product's limits, number operators and functions (stack.md 4).
 * JavaScript numbers are CEL doubles, so `age == 60` and `age + 1` need the mixed operators.
 */
export function createEnvironment(): Environment {
  const environment = new Environment({
    unlistedVariablesAreDyn: false,
    enableOptionalTypes: true,
    limits: { maxAstNodes: 500, maxDepth: 30, maxListElements: 200, maxMapEntries: 100, maxCallArguments: mostWords },
  })
  environment.registerOperator('double == int', (left: number, right: bigint) => left === Number(right))
  environment.registerOperator('double + int', (left: number, right: bigint) => left + Number(right))
  environment.registerOperator('double - int', (left: number, right: bigint) => left - Number(right))
  environment.registerOperator('double * int', (left: number, right: bigint) => left * Number(right))
  for (let count = 1; count <= mostWords; count += 1) {
    const words = Array.from({ length: count }, () => 'string').join(', ')
    environment.registerFunction(`string.hasWord(${words}): bool`, (text: string, ...asked: string[]) =>
      hasAnyWord(text, asked),
    )
  }
  return environment
}

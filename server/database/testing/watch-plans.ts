import { Client } from 'pg'
import type pg from 'pg'
import type { TestDatabase } from './create-test-database.ts'

/** A node of a plan as PostgreSQL tells of it after it ran. */
export interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Actual Rows'?: number
  readonly 'Actual Loops'?: number
  readonly 'Rows Removed by Filter'?: number
  readonly 'Rows Removed by Index Recheck'?: number
  readonly Plans?: readonly PlanNode[]
}

/** A statement that ran, those inside of functions too. */
export interface RanPlan {
  readonly text: string
  readonly nodes: readonly PlanNode[]
}

const settings = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_nested_statements': 'on',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_timing': 'off',
  'auto_explain.log_format': 'json',
  'auto_explain.log_level': 'notice',
}

/** From now on the server tells every new connection of the service how it has carried out each statement. */
export async function explainStatements(database: TestDatabase): Promise<void> {
  const client = new Client(database.ownerUrl)
  await client.connect()
  try {
    const name = new URL(database.appUrl).pathname.slice(1)
    for (const [setting, value] of Object.entries(settings))
      await client.query(`alter role switchyard_app in database ${name} set ${setting} = '${value}'`)
  } finally {
    await client.end()
  }
}

/** Gathers what the server tells the connections of a pool. */
export function gatherPlans(pool: pg.Pool): RanPlan[] {
  const plans: RanPlan[] = []
  pool.on('connect', (client) => {
    client.on('notice', ({ message }) => {
      const json = message?.slice(message.indexOf('{')) ?? ''
      if (message?.startsWith('duration:') !== true || json === '') return
      const told = JSON.parse(json) as { 'Query Text': string; Plan: PlanNode }
      plans.push({ text: told['Query Text'], nodes: flat(told.Plan) })
    })
  })
  return plans
}

function flat(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flat)]
}

import type pg from 'pg'
import { isAnswerOfDatabase, isWorthRepeating } from './failure.ts'
import { compileQuery, type PreparedStatement, type Query } from './query.ts'
import { sendQuery } from './send-query.ts'
import { createStatementNames } from './statement-names.ts'

const begin = { name: 'begin', text: 'begin' }
const beginReadOnly = { name: 'begin-read', text: 'begin read only' }
const beginAsOne = { name: 'begin-as-one', text: 'begin isolation level repeatable read read only' }
const enterWorkspace = { name: 'enter-workspace', text: `select set_config('app.workspace', $1, true)` }
/**
 * For what writes, and for one prepared statement of a hot path: they find their rows by keys. Such a statement is planned
 * once a connection and not for each new length of its arrays, which would cost more than running it. Planned on an empty
 * table, it must not scan it either.
 */
const enterByKeys = {
  name: 'enter-by-keys',
  text: `select set_config('app.workspace', $1, true), set_config('plan_cache_mode', 'force_generic_plan', true),
    set_config('enable_seqscan', 'off', true)`,
}

/** An open transaction in one workspace. Row security shows nothing of any other. */
export interface Tx {
  /** Runs a statement and gives its rows. */
  rows<Row>(query: Query<Row>): Promise<Row[]>
  /**
   * The same for a statement that finds its rows by keys, also where nothing is written: it is parsed and planned once a
   * connection. One with many joins takes longer to plan than to run.
   */
  keyed<Row>(query: Query<Row>): Promise<Row[]>
  /** The first row, or null when there is none. */
  first<Row>(query: Query<Row>): Promise<Row | null>
  /** Runs a statement and gives the number of rows it touched. */
  count(query: Query<unknown>): Promise<number>
  /** Runs a prepared statement of a hot path. */
  prepared<Row>(statement: PreparedStatement, values: unknown[]): Promise<Row[]>
  /** Runs `work`; when it throws, only what it did is undone and the transaction goes on. Throws what it throws. */
  attempt<T>(work: () => Promise<T>): Promise<T>
  /** Called once after the commit has succeeded; never when the transaction failed. */
  afterCommit(action: () => void): void
}

interface Scope {
  /** Null only for work on global tables (users, sessions, workspaces). */
  readonly workspaceId: string | null
  readonly readOnly?: boolean
  /** Of what reads only: all its statements see one moment. */
  readonly asOne?: boolean
  /** All statements find their rows by keys, as those of what writes do. */
  readonly byKeys?: boolean
}

const isByKeys = ({ readOnly, byKeys }: Scope) => readOnly !== true || byKeys === true

/**
 * Of statements in transactions that write or read by keys, and of single ones that do: they look rows up where one plan
 * serves all values; lists and reports read with filters that may be absent, and are planned for what they are asked.
 */
const names = createStatementNames()

/** How often a transaction that met a deadlock is run again before its caller hears of it. */
const repeats = 4

/**
 * Runs `work` in a transaction; when it met a deadlock or a serialisation failure, again from its start.
 * So `work` may change nothing but the database, and use `afterCommit` for the rest.
 */
export async function inTransaction<T>(pool: pg.Pool, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await runOnce(pool, scope, work)
    } catch (error) {
      if (attempt > repeats || !isWorthRepeating(error)) throw error
    }
  }
}

/**
 * Runs `work` in a transaction of its own connection. Begin and workspace are queued together with the first
 * statement, so a transaction of n statements costs n + 1 round trips.
 * Throws what `work` throws, after rolling back.
 */
async function runOnce<T>(pool: pg.Pool, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  const actions: (() => void)[] = []
  let broken: Error | null = null
  try {
    // Not awaited on purpose: a failure shows in the first statement, and again in the answer to commit.
    const opening = open(client, scope)
    const result = await work(createTx(client, actions, isByKeys(scope)))
    await opening
    const { command } = await sendQuery(client, { name: 'commit', text: 'commit' })
    if (command !== 'COMMIT') throw new Error('The transaction was rolled back because one of its statements failed.')
    for (const action of actions) action()
    return result
  } catch (error) {
    await sendQuery(client, { text: 'rollback' }).catch((failure: Error) => (broken = failure))
    throw error
  } finally {
    client.release(broken ?? undefined)
  }
}

function open(client: pg.PoolClient, scope: Scope): Promise<unknown> {
  const queued: Promise<unknown>[] = [sendQuery(client, beginOf(scope))]
  const enter = isByKeys(scope) ? enterByKeys : enterWorkspace
  if (scope.workspaceId !== null) queued.push(sendQuery(client, { ...enter, values: [scope.workspaceId] }))
  const opening = Promise.all(queued)
  opening.catch(() => {})
  return opening
}

function beginOf({ readOnly, asOne }: Scope): typeof begin {
  if (readOnly !== true) return begin
  return asOne === true ? beginAsOne : beginReadOnly
}

function createTx(client: pg.PoolClient, actions: (() => void)[], isNaming: boolean): Tx {
  const run = (query: Query<unknown>, isKeyed = isNaming) => {
    const compiled = compileQuery(query)
    const name = isKeyed ? names.nameOf(compiled.text) : null
    return sendQuery(client, name === null ? compiled : { ...compiled, name })
  }
  return {
    rows: async <Row>(query: Query<Row>) => (await run(query)).rows as Row[],
    keyed: async <Row>(query: Query<Row>) => (await run(query, true)).rows as Row[],
    first: async <Row>(query: Query<Row>) => ((await run(query)).rows[0] ?? null) as Row | null,
    count: async (query) => (await run(query)).rowCount ?? 0,
    prepared: async <Row>(statement: PreparedStatement, values: unknown[]) =>
      (await sendQuery(client, { ...statement, values })).rows as Row[],
    attempt: async (work) => {
      const before = actions.length
      await sendQuery(client, { text: 'savepoint attempt' })
      try {
        const result = await work()
        await sendQuery(client, { text: 'release savepoint attempt' })
        return result
      } catch (error) {
        actions.length = before
        await sendQuery(client, { text: 'rollback to savepoint attempt' })
        throw error
      }
    },
    afterCommit: (action) => void actions.push(action),
  }
}

/**
 * One prepared statement in a transaction of its own, in one round trip: everything is queued in one tick and
 * nothing is awaited between begin and commit.
 */
export async function inOneTrip<Row>(
  pool: pg.Pool,
  workspaceId: string,
  statement: PreparedStatement,
  values: unknown[],
): Promise<Row[]> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    const sent = [
      sendQuery(client, begin),
      sendQuery(client, { ...enterByKeys, values: [workspaceId] }),
      sendQuery(client, { ...statement, values }),
      sendQuery(client, { name: 'commit', text: 'commit' }),
    ]
    const [, , answer, commit] = await Promise.allSettled(sent)
    if (answer?.status === 'rejected') throw answer.reason
    if (commit?.status !== 'fulfilled' || commit.value.command !== 'COMMIT') {
      throw commit?.status === 'rejected' ? commit.reason : new Error('The statement was rolled back.')
    }
    return (answer?.value.rows ?? []) as Row[]
  } catch (error) {
    if (!isAnswerOfDatabase(error)) broken = error as Error
    throw error
  } finally {
    client.release(broken)
  }
}

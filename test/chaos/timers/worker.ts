import { randomBytes } from 'node:crypto'
import { openInstallation } from '../../../server/database/open-installation.ts'
import { openPool } from '../../../server/database/pool.ts'
import { inTransaction } from '../../../server/database/transaction.ts'
import { createTimerWorker, type TimerVerb } from '../../../server/jobs/timer-worker.ts'
import { fireSlaTimer } from '../../../server/modules/handling/index.ts'
import { createClock } from '../../../server/platform/clock.ts'
import { createLog } from '../../../server/platform/log.ts'
import { createMemory } from '../../../server/platform/memory.ts'
import { noteFired } from './fired-store.ts'

/** A process that fires timers until it is killed: `worker.ts <app url> <relay url> <workspace of real clocks>`. */
const [appUrl = '', relayUrl = '', clocksOf = ''] = process.argv.slice(2)
const fire: TimerVerb = (context, timer) =>
  context.workspace.id === clocksOf ? fireSlaTimer(context, timer) : noteFired(context, timer)
const onConnectionLost = () => undefined
const pool = openPool({ url: appUrl, size: 8, name: 'timers app', onConnectionLost })
const relayPool = openPool({ url: relayUrl, size: 2, name: 'timers relay', onConnectionLost })
const { rows } = await relayPool.query<{ now: number }>('select now() as now')
const installation = openInstallation({
  pool,
  clock: createClock(rows[0]?.now ?? 0),
  memory: createMemory(),
  sealingKey: randomBytes(32),
})
const worker = createTimerWorker({
  installation,
  relay: { read: (work) => inTransaction(relayPool, { workspaceId: null, readOnly: true }, work) },
  verbs: { sla: fire },
  log: createLog({ level: 'warn' }),
})
worker.start()
process.stdout.write('ready\n')

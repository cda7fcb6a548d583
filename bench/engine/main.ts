import { measure } from './measure.ts'
const base = { agents: 10_000, signatures: 5_000, queues: 200, queuesPerAgent: 5 }
for (const waiting of [1_000, 10_000, 100_000]) console.log(measure({ ...base, waiting }, 'freed agent', 100_000))
console.log(measure({ ...base, waiting: 0 }, 'arriving task', 100_000))

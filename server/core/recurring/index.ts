export { clusterIssues, type IssueCluster, type IssueTicket } from './cluster-issues.ts'
export { countReturns, type Returns } from './count-returns.ts'
export { type Surge, surgeOf, surgeWindowMs } from './surge.ts'

export { clusterIssues, type IssueCluster, type IssueTicket } from './cluster-issues.ts'
export { type Cluster, findCluster } from './find-cluster.ts'
export { countReturns, type Returns } from './count-returns.ts'
export { type Surge, surgeOf, surgeWindowMs } from './surge.ts'

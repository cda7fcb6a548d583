export { type Overview, type OverviewShare, readOverview } from './read-overview.ts'
export { readSlaReport, type SlaReport } from './read-sla-report.ts'
export { slaSplits } from './sla-report-view.ts'

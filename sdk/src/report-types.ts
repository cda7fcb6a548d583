import type { components } from './schema.gen.d.ts'

type Schemas = components['schemas']

/** Volumes, backlog and shares of a time. */
export type ReportOverview = Schemas['ReportOverview']
export type ReportShare = Schemas['ReportShare']
/** Promises kept and broken in a time. */
export type SlaReport = Schemas['SlaReport']
/** How evenly work is shared among people in a time. */
export type FairnessReport = Schemas['FairnessReport']
/** How good the breach risks of a time were. */
export type ForecastReport = Schemas['ForecastReport']
/** The audit trail and the check of it. */
export type AuditRow = Schemas['AuditRow']
export type AuditVerdict = Schemas['AuditVerdict']
export type ReadinessReport = Schemas['ReadinessReport']

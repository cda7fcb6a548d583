import { fairnessReportRoutes } from '../http/routes/fairness-report.ts'
import { forecastReportRoutes } from '../http/routes/forecast-report.ts'
import { qaReportRoutes } from '../http/routes/qa-report.ts'
import { qaReviewRoutes } from '../http/routes/qa-reviews.ts'
import { recurringReportRoutes } from '../http/routes/recurring-report.ts'
import { reportRoutes } from '../http/routes/reports.ts'
import type { Route } from '../http/route.ts'

/** Reports, and the reviews behind one of them. */
export function qualityRoutes(): Route[] {
  return [
    ...qaReportRoutes(),
    ...reportRoutes(),
    ...recurringReportRoutes(),
    ...fairnessReportRoutes(),
    ...forecastReportRoutes(),
    ...qaReviewRoutes(),
  ]
}

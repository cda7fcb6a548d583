export { findPlatformPage } from './find-page.ts'
export type {
  CaseOfPage,
  Contact,
  PermissionRow,
  PlatformPage,
  QueueOfPage,
  Reading,
  SampleAgent,
  ShownRequest,
  Wordings,
} from './page.ts'

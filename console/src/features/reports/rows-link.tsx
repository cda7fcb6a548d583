import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { searchOf } from '../../ui/report-time.ts'

/** To the tickets behind a figure. */
export function RowsLink({ rowsUrl, title, children }: { rowsUrl: string; title: string; children: ReactNode }) {
  return (
    <Link to="/" search={{ view: 'all', q: searchOf(rowsUrl) }} title={title} className="link hover:underline">
      {children}
    </Link>
  )
}

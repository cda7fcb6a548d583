import { useNavigate, useSearch } from '@tanstack/react-router'
import { CaseScreen } from '../features/cases/case-screen.tsx'
import { useMe } from '../live/me.ts'

/** `/cases`: the filters, the lane a phone shows and the open case live in the address. */
export function CasesPage() {
  const me = useMe()
  const {
    owner = null,
    late = false,
    reason = null,
    severity = null,
    stage = null,
    ...search
  } = useSearch({
    from: '/frame/cases',
  })
  const navigate = useNavigate()
  const keep = (change: object) =>
    void navigate({ to: '.', search: (known) => ({ ...known, ...change }), replace: true })
  return (
    <CaseScreen
      viewer={{ agent: me.agent, permissions: me.permissions }}
      filter={{ isMine: owner === 'me', isLate: late, reason, severity }}
      phoneLane={stage}
      openId={search.case ?? null}
      onFilter={({ isMine, isLate, reason: why, severity: grade }) =>
        keep({
          owner: isMine ? 'me' : undefined,
          late: isLate ? true : undefined,
          reason: why ?? undefined,
          severity: grade ?? undefined,
        })
      }
      onPhoneLane={(chosen) => keep({ stage: chosen })}
      onOpen={(id) => keep({ case: id ?? undefined })}
    />
  )
}

import { useEffect, useRef } from 'react'
import { ApiProblem } from '@switchyard/sdk'
import { useMutation } from '@tanstack/react-query'
import { ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { signInWithLink } from './queries.ts'
import { SignInFrame } from './sign-in-frame.tsx'

/** `#token=...` of a one-time link; empty when there is none. The fragment never reaches the server's log. */
export function tokenOfFragment(fragment: string): string {
  return new URLSearchParams(fragment.replace(/^#/, '')).get('token') ?? ''
}

/** Spends the link at once and goes on; says what to do when it was used or is too old. */
export function LinkLanding({ onDone }: { onDone: () => void }) {
  const { mutate, error } = useMutation({ mutationFn: signInWithLink, onSuccess: onDone })
  const isSpent = useRef(false)
  useEffect(() => {
    if (isSpent.current) return
    isSpent.current = true
    const token = tokenOfFragment(location.hash)
    history.replaceState(history.state, '', location.pathname)
    mutate(token)
  }, [mutate])
  const isSpentLink = error instanceof ApiProblem && error.status === 401
  if (!error)
    return (
      <SignInFrame title={t('link.title')} lead={t('link.lead')}>
        <div className="late mt-6 h-1 animate-pulse rounded-full bg-accent" />
      </SignInFrame>
    )
  return (
    <SignInFrame title={t('link.refused')} lead={t('link.refusedLead')} hint={t('link.hint')}>
      {!isSpentLink && (
        <div className="mt-4">
          <ProblemLine error={error} />
        </div>
      )}
      <a href="/sign-in" className="b mt-6 w-full">
        {t('link.back')}
      </a>
    </SignInFrame>
  )
}

import { useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { LinkLanding } from '../features/session/link-landing.tsx'
import { SignInForm } from '../features/session/sign-in-form.tsx'

function useEntering(next: string): () => void {
  const client = useQueryClient()
  const router = useRouter()
  return () => {
    client.clear()
    router.history.push(next)
  }
}

/** `/sign-in`: leads back to where the visitor wanted to go. */
export function SignInPage() {
  const { next } = useSearch({ from: '/sign-in' })
  return <SignInForm onDone={useEntering(next ?? '/')} />
}

/** `/sign-in/link#token=...`: the target of a one-time link. */
export function LinkPage() {
  return <LinkLanding onDone={useEntering('/')} />
}

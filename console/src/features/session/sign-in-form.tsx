import { useState } from 'react'
import type { FormEvent } from 'react'
import { useMutation } from '@tanstack/react-query'
import { ApiProblem } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { askForLink, signInWithPassword } from './queries.ts'
import { SignInFrame } from './sign-in-frame.tsx'

type Way = 'password' | 'link'

interface InputProps {
  label: string
  type: 'email' | 'password'
  value: string
  onChange: (value: string) => void
}

function Input({ label, type, value, onChange }: InputProps) {
  return (
    <Field label={label}>
      {(id) => (
        <input
          id={id}
          className="field-lg"
          type={type}
          required
          autoFocus={type === 'email'}
          autoComplete={type === 'email' ? 'username' : 'current-password'}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

function Refusal({ error }: { error: Error }) {
  const isWrongPair = error instanceof ApiProblem && error.status === 401
  if (!isWrongPair) return <ProblemLine error={error} />
  return (
    <p role="alert" className="text-breach">
      {t('signIn.wrong')}
    </p>
  )
}

function Or() {
  return (
    <div className="type-meta my-1 flex items-center gap-3 text-ink-3 before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
      {t('signIn.or')}
    </div>
  )
}

const wide = 'w-full !h-[42px] !rounded-[9px]'

/** Work e-mail with a password, or with a link that works once. */
export function SignInForm({ onDone }: { onDone: () => void }) {
  const [way, setWay] = useState<Way>('password')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const byPassword = useMutation({ mutationFn: signInWithPassword, onSuccess: onDone })
  const byLink = useMutation({ mutationFn: askForLink })
  const isByPassword = way === 'password'
  const error = isByPassword ? byPassword.error : byLink.error
  const mail = isByPassword ? undefined : byLink.data?.mail
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isByPassword) byPassword.mutate({ email, password })
    else byLink.mutate(email)
  }
  return (
    <SignInFrame
      title={t('signIn.title')}
      lead={t(isByPassword ? 'signIn.leadPassword' : 'signIn.leadLink')}
      hint={mail === false ? t('signIn.noMail') : undefined}
    >
      <form onSubmit={submit} className="mt-6 grid gap-3">
        <Input label={t('signIn.email')} type="email" value={email} onChange={setEmail} />
        {isByPassword && <Input label={t('signIn.password')} type="password" value={password} onChange={setPassword} />}
        {error && <Refusal error={error} />}
        {mail === true && (
          <p role="status" className="flex items-center gap-1.5 text-met">
            <Icon name="check-circle" size="s" /> {t('signIn.sent', { email })}
          </p>
        )}
        <Button
          type="submit"
          look="main"
          className={wide}
          icon={isByPassword ? 'key' : 'mail'}
          busy={byPassword.isPending || byLink.isPending}
        >
          {t(isByPassword ? 'signIn.submit' : 'signIn.sendLink')}
        </Button>
        <Or />
        <Button
          className={wide}
          icon={isByPassword ? 'mail' : 'key'}
          onClick={() => setWay(isByPassword ? 'link' : 'password')}
        >
          {t(isByPassword ? 'signIn.useLink' : 'signIn.usePassword')}
        </Button>
      </form>
    </SignInFrame>
  )
}

import { useMutation } from '@tanstack/react-query'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { exampleRequest, makeToken, sendExample } from './queries.ts'

const hidden = '$SWITCHYARD_TOKEN'
const body = {
  customerId: exampleRequest.customerId,
  channel: exampleRequest.channel,
  issueSummary: exampleRequest.issueSummary,
}

/** The command as it is copied. */
export function exampleCurl(origin: string, token: string): string {
  return [
    `curl ${origin}/v1/ticket/create`,
    `-H "Authorization: Bearer ${token}"`,
    `-H "Content-Type: application/json"`,
    `-d '${JSON.stringify(body)}'`,
  ].join(' \\\n  ')
}

const shorten = (token: string) =>
  token === hidden || token.length < 14 ? token : `${token.slice(0, 7)}…${token.slice(-2)}`

function Shown({ token }: { token: string }) {
  const text = (words: string) => <span className="text-code-string">"{words}"</span>
  const key = (words: string) => <span className="text-code-key">"{words}"</span>
  return (
    <pre tabIndex={0} aria-label={t('first.command')} className="type-code ring-inside overflow-x-auto px-4 py-3">
      curl {location.host}/v1/ticket/create \{'\n  '}-H {text(`Authorization: Bearer ${shorten(token)}`)} \{'\n  '}-H{' '}
      {text('Content-Type: application/json')} \{'\n  '}-d '{'{'} {key('customerId')}: {text(body.customerId)},{' '}
      {key('channel')}: {text(body.channel)},{'\n        '}
      {key('issueSummary')}: {text(body.issueSummary)} {'}'}'
    </pre>
  )
}

/** The request to paste, with a token made on demand, or sent from here. */
export function RequestBox() {
  const token = useMutation({ mutationFn: makeToken })
  const send = useMutation({ mutationFn: sendExample })
  const shown = token.data ?? hidden
  const error = send.error ?? token.error
  return (
    <div className="hairline mt-3 overflow-hidden rounded-card bg-sunken">
      <header className="type-label flex h-[38px] items-center gap-2 border-b border-line pe-[7px] ps-3.5 text-ink-3">
        <span className="flex-1">{t('first.create')}</span>
        {!token.data && (
          <Button small look="bare" icon="key" busy={token.isPending} onClick={() => token.mutate()}>
            {t('first.makeToken')}
          </Button>
        )}
        <CopyButton text={exampleCurl(location.origin, shown)} />
      </header>
      <Shown token={shown} />
      {error && (
        <div className="px-4 pb-2">
          <ProblemLine error={error} />
        </div>
      )}
      <footer className="type-meta flex min-h-9 items-center gap-2 border-t border-line px-3.5 text-ink-2">
        <span className="live !bg-accent" /> {t('first.listening')}
        <span className="ms-auto whitespace-nowrap text-ink-3">
          {t('first.or')}{' '}
          <button type="button" className="link min-h-6" onClick={() => send.mutate()} disabled={send.isPending}>
            {t('first.sendHere')}
          </button>
        </span>
      </footer>
    </div>
  )
}

import type { ReactNode } from 'react'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { writeStored } from '../../ui/stored.ts'
import { language, languages, t } from '../../ui/words/words.ts'
import { SignInYard } from './sign-in-yard.tsx'

const command = 'npx switchyard sign-in'

function Languages() {
  return (
    <nav
      aria-label={t('account.language')}
      className="fixed inset-x-0 bottom-5 flex justify-center gap-2 max-pane:static max-pane:py-4"
    >
      {languages.map(({ code, name }) => (
        <button
          key={code}
          type="button"
          lang={code}
          aria-pressed={code === language()}
          className="type-meta min-h-6 rounded-chip px-1.5 text-ink-3 hover:text-ink aria-pressed:text-ink-2"
          onClick={() => {
            writeStored('language', code)
            location.reload()
          }}
        >
          {name}
        </button>
      ))}
    </nav>
  )
}

/** The card over the yard, with the command-line hint and the languages under it. */
export function SignInFrame({
  title,
  lead,
  hint,
  children,
}: {
  title: string
  lead: string
  /** Said over the command when it is the way to go on; otherwise the usual hint stands there quietly. */
  hint?: string | undefined
  children: ReactNode
}) {
  return (
    <div className="grid min-h-dvh grid-cols-[minmax(0,1fr)] content-center justify-items-center overflow-hidden p-3">
      <SignInYard />
      <main className="relative w-full max-w-[396px] overflow-hidden rounded-[18px] bg-surface shadow-[0_0_0_1px_var(--line-strong),inset_0_1px_0_var(--edge-light),var(--shadow-3)]">
        <div className="px-9 pb-7 pt-9 max-pane:px-6 max-pane:pt-7">
          <span className="grid size-10 place-items-center rounded-[11px] bg-solid text-on-solid">
            <Icon name="logo" size="xl" />
          </span>
          <h1 className="mb-1 mt-5.5 text-[22px]/[28px] font-semibold tracking-[-.02em]">{title}</h1>
          <p className="text-[14px]/[21px] text-ink-2">{lead}</p>
          {children}
        </div>
        <footer
          className={`border-t px-9 pb-4 pt-3.5 text-[12.5px]/[19px] max-pane:px-6 ${hint ? 'border-accent-line bg-accent-tint text-ink' : 'border-line bg-canvas text-ink-2'}`}
        >
          {hint ?? t('signIn.hint')}
          <span className="hairline mt-1.5 flex h-8 items-center justify-between rounded-[7px] bg-surface ps-3 pe-1 text-ink">
            <code className="font-mono text-[12px]">{command}</code>
            <CopyButton text={command} />
          </span>
        </footer>
      </main>
      <div className="relative">
        <Languages />
      </div>
    </div>
  )
}

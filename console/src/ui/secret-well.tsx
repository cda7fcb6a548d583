import { CopyButton } from './copy-button.tsx'

/** A secret to copy, all of it to be seen. */
export function SecretWell({ secret }: { secret: string }) {
  return (
    <div className="flex items-center gap-2 rounded-control bg-sunken py-1.5 ps-3 pe-1.5">
      <code className="type-code min-w-0 flex-1 !text-[12px] [overflow-wrap:anywhere]">{secret}</code>
      <CopyButton text={secret} />
    </div>
  )
}

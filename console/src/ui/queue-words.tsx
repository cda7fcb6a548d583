import type { QueueFigures } from '@switchyard/sdk'
import { Icon } from './icon.tsx'
import { queueIcon } from './queue-icon.ts'
import { plural } from './words/words.ts'

/** A queue as somebody chooses it: its name, and how many are ready in it. */
export function QueueWords({ queue }: { queue: QueueFigures }) {
  return (
    <>
      <span className="grid w-6 place-items-center text-ink-3">
        <Icon name={queueIcon(queue.slug)} />
      </span>
      <span className="min-w-0 flex-1 truncate">{queue.label}</span>
      <span className="type-meta whitespace-nowrap text-ink-3">
        {plural('reassign.available', queue.agents.available)}
      </span>
    </>
  )
}

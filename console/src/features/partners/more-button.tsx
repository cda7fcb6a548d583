import { Button } from '../../ui/button.tsx'
import { t } from '../../ui/words/words.ts'

interface Paged {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  fetchNextPage(): Promise<unknown>
}

/** Shows the next page where there is one. */
export function MoreButton({ pages }: { pages: Paged }) {
  if (!pages.hasNextPage) return null
  return (
    <p className="p-3 text-center">
      <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
        {t('delivery.more')}
      </Button>
    </p>
  )
}

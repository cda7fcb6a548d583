/** How somebody is called in a note: `Inês Duarte` is `ines.duarte`. Empty for a name without a letter or digit. */
export function handleOf(name: string): string {
  return (
    name
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join('.') ?? ''
  )
}

/** `@` at the beginning or after what is neither a letter nor a digit, so that addresses of mail name nobody. */
const pattern = /(?<![\p{L}\p{N}_.@+-])@([\p{L}\p{N}]+(?:[._-][\p{L}\p{N}]+)*)/gu

/** The handles a note names, each once, as they are compared: `@Ines.Duarte,` is `ines.duarte`. */
export function handlesIn(text: string): string[] {
  const found = [...text.matchAll(pattern)].map(([, handle = '']) => handleOf(handle))
  return [...new Set(found.filter((handle) => handle !== ''))]
}

const pattern =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/

/**
 * Whether mail may be sent to this address: a plain one as RFC 5321 limits it, without quoting, comments or anything that
 * a header or a command could be broken with.
 */
export function isMailAddress(text: string): boolean {
  const [name = ''] = text.split('@', 1)
  return text.length <= 254 && name.length <= 64 && !/^\.|\.\.|\.@/.test(text) && pattern.test(text)
}

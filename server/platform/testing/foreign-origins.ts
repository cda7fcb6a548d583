/** Origins of pages that are not this one, and look much like it (reliability.md X7): at least fifty. */
export function foreignOrigins(own: string): readonly string[] {
  const { host } = new URL(own)
  return [
    ...['http', 'ws', 'file', 'https+x'].map((scheme) => `${scheme}://${host}`),
    ...['', 'www.', `${host}.`, 'x', 'desk-', 'a.b.'].map((before) => `https://${before}${host}.evil.example`),
    ...['www.', 'not', 'x-', 'x@', 'evil.example#', 'evil.example/'].map((before) => `https://${before}${host}`),
    ...`:8443 :0 :80 . / ?x #x @evil.example %2eevil.example ,${own}`.split(' ').map((after) => `${own}${after}`),
    ...`null * https:// ${host} //${host} https://${host.toUpperCase()}`.split(' '),
    ...Array.from({ length: 20 }, (_, index) => `https://shop-${index}.example`),
  ]
}

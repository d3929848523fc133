/** Which methods the addresses of the API take, so that a wrong one is told from a wrong address. */
export class AllowedMethods {
  private readonly routes: readonly { readonly pattern: RegExp; readonly methods: string }[];

  /** @param paths of the OpenAPI: by template, then by method */
  constructor(paths: Readonly<Record<string, object>>) {
    this.routes = Object.entries(paths).map(([path, item]) => ({
      pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
      methods: Object.keys(item)
        .map((method) => method.toUpperCase())
        .join(', '),
    }));
  }

  /** `GET, POST`; undefined = there is nothing at this address. */
  of(url: string): string | undefined {
    const path = url.split('?', 1)[0] ?? '';
    return this.routes.find(({ pattern }) => pattern.test(path))?.methods;
  }
}

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import ts from 'typescript';

interface Parsed {
  readonly version: string;
  readonly file: ts.SourceFile;
}

/**
 * The compiler kept warm over one project of a folder: after an edit only what the edit can reach is checked again, as
 * `tsc --incremental` does, but without parsing everything anew for every patch.
 */
export class TypeCheck {
  private readonly rootNames: readonly string[];
  private readonly options: ts.CompilerOptions;
  private readonly host: ts.CompilerHost;
  private readonly parsed = new Map<string, Parsed>();
  private builder: ts.SemanticDiagnosticsBuilderProgram | undefined;

  /** @param isPatched files that some patch touches; all others are read once */
  constructor(
    folder: string,
    project: string,
    private readonly isPatched: (file: string) => boolean,
  ) {
    const config = ts.getParsedCommandLineOfConfigFile(join(folder, project), {}, readingDisk);
    if (config === undefined) throw new Error(`there is no project ${project} in ${folder}`);
    this.rootNames = config.fileNames;
    this.options = { ...config.options, incremental: true, noEmit: true };
    this.host = ts.createIncrementalCompilerHost(this.options);
    this.host.getCurrentDirectory = () => folder;
    this.host.getSourceFile = (name, languageVersion) => this.read(name, languageVersion);
  }

  /** What the compiler complains of, one line each. */
  faults(): readonly string[] {
    // A file's shape is known only from its second version on; without it the first patch of each file would have
    // everything checked again that imports it.
    if (this.builder === undefined) this.check();
    return this.check().map((one) => ts.formatDiagnostic(one, this.host).trimEnd());
  }

  private check(): readonly ts.Diagnostic[] {
    const builder = ts.createSemanticDiagnosticsBuilderProgram(this.rootNames, this.options, this.host, this.builder);
    this.builder = builder;
    return [
      ...builder.getConfigFileParsingDiagnostics(),
      ...builder.getOptionsDiagnostics(),
      ...builder.getSyntacticDiagnostics(),
      ...builder.getGlobalDiagnostics(),
      ...builder.getSemanticDiagnostics(),
    ];
  }

  private read(name: string, language: ts.ScriptTarget | ts.CreateSourceFileOptions): ts.SourceFile | undefined {
    const known = this.parsed.get(name);
    if (known !== undefined && !this.isPatched(name)) return known.file;
    const text = ts.sys.readFile(name);
    if (text === undefined) return undefined;
    const hash = createHash('sha256').update(text).digest('hex');
    // The builder tells by the version what has changed.
    const version = this.builder === undefined ? `first ${hash}` : hash;
    if (known?.version === version) return known.file;
    const file = Object.assign(ts.createSourceFile(name, text, language, true), { version });
    this.parsed.set(name, { version, file });
    return file;
  }
}

const readingDisk: ts.ParseConfigFileHost = {
  ...ts.sys,
  onUnRecoverableConfigFileDiagnostic: (fault) => {
    throw new Error(ts.flattenDiagnosticMessageText(fault.messageText, '\n'));
  },
};

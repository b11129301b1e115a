/**
 * The part of the Common Expression Language that the engine speaks: fields (`event.data.id`), strings, numbers,
 * true, false, null, `== != < <= > >=`, `! && ||`, `? :` and brackets.
 */
export type Expression = (given: Record<string, unknown>) => unknown;

/** A field that is not there: in CEL an error, by which the whole expression says nothing. */
class Missing extends Error {}

/**
 * @param roots the names with which a field may begin
 * @throws Error that says what is not understood
 */
export function parseExpression(text: string, roots: string[]): Expression {
  const tokens = tokenize(text);
  const parsed = parser(tokens, roots, text);
  return (given) => {
    try {
      return parsed(given);
    } catch (error) {
      if (error instanceof Missing) return undefined;
      throw error;
    }
  };
}

const token =
  /\s*(?:('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(==|!=|<=|>=|&&|\|\||[<>!?:().-]))/y;

type Token = { kind: "text" | "number" | "name" | "sign"; value: string };

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  for (let at = 0; text.slice(at).trim() !== ""; at = token.lastIndex) {
    const [, quoted, number, name, sign] = token.exec(text) ?? [];
    if (quoted) tokens.push({ kind: "text", value: unquote(quoted) });
    else if (number) tokens.push({ kind: "number", value: number });
    else if (name) tokens.push({ kind: "name", value: name });
    else if (sign) tokens.push({ kind: "sign", value: sign });
    else throw new Error(`"${text}" is not understood from "${text.slice(at).trim()}" on`);
  }
  return tokens;
}

const unquote = (quoted: string) => quoted.slice(1, -1).replace(/\\(.)/g, "$1");

/** By recursive descent, the loosest operator first. */
function parser(tokens: Token[], roots: string[], text: string): Expression {
  let at = 0;
  const found = choice();
  if (at < tokens.length) throw unexpected();
  return found;

  function choice(): Expression {
    const condition = either();
    if (!takes("?")) return condition;
    const then = choice();
    expects(":");
    const otherwise = choice();
    return (given) => (condition(given) === true ? then(given) : otherwise(given));
  }

  function either(): Expression {
    const left = both();
    if (!takes("||")) return left;
    const right = either();
    return (given) => left(given) === true || right(given) === true;
  }

  function both(): Expression {
    const left = comparison();
    if (!takes("&&")) return left;
    const right = both();
    return (given) => left(given) === true && right(given) === true;
  }

  function comparison(): Expression {
    const left = unary();
    const sign = Object.keys(comparisons).find(takes);
    const compare = sign && comparisons[sign];
    if (!compare) return left;
    const right = unary();
    return (given) => compare(left(given), right(given));
  }

  function unary(): Expression {
    if (takes("!")) {
      const inner = unary();
      return (given) => inner(given) !== true;
    }
    if (takes("-")) {
      const inner = unary();
      return (given) => -Number(inner(given));
    }
    if (takes("(")) {
      const inner = choice();
      expects(")");
      return inner;
    }
    const next = tokens[at++];
    if (next?.kind === "text") return () => next.value;
    if (next?.kind === "number") return () => Number(next.value);
    if (next?.kind === "name") return named(next.value);
    at -= 1;
    throw unexpected();
  }

  function named(name: string): Expression {
    if (name in constants) return () => constants[name];
    if (!roots.includes(name))
      throw new Error(`"${text}" names "${name}"; known is ${roots.join(", ")}`);
    const path = [name];
    while (takes(".")) {
      const next = tokens[at++];
      if (next?.kind !== "name") throw unexpected();
      path.push(next.value);
    }
    return (given) => path.reduce<unknown>(fieldOf, given);
  }

  function takes(sign: string): boolean {
    const next = tokens[at];
    const matches = next?.kind === "sign" && next.value === sign;
    if (matches) at += 1;
    return matches;
  }

  function expects(sign: string) {
    if (!takes(sign)) throw unexpected();
  }

  function unexpected() {
    return new Error(`"${text}" is not understood at "${tokens[at]?.value ?? "its end"}"`);
  }
}

const constants: Record<string, unknown> = { true: true, false: false, null: null };

const comparisons: Record<string, (a: unknown, b: unknown) => boolean> = {
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<=": (a, b) => (a as number) <= (b as number),
  ">=": (a, b) => (a as number) >= (b as number),
  "<": (a, b) => (a as number) < (b as number),
  ">": (a, b) => (a as number) > (b as number),
};

function fieldOf(of: unknown, name: string): unknown {
  if (typeof of !== "object" || of === null || !Object.hasOwn(of, name)) throw new Missing();
  return (of as Record<string, unknown>)[name];
}

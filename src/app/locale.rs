//! The command line in the reader's language: Chinese, or English where `LC_ALL`, `LC_MESSAGES` or `LANG` names another
//! language. The Chinese words stand with the arguments; the English ones here.

use clap::builder::Resettable;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, FromArgMatches};

use super::args::Cli;

/// The language of help and usage errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// 中文。
    Chinese,
    /// English.
    English,
}

/// The language that the environment asks for. Where it says nothing, or only `C`, it is Chinese, like the site.
pub fn language() -> Language {
    let value = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let named = value("LC_ALL").or_else(|| value("LC_MESSAGES")).or_else(|| value("LANG"));
    of_locale(named.as_deref().unwrap_or(""))
}

fn of_locale(name: &str) -> Language {
    let name = name.split('.').next().unwrap_or("");
    let is_chinese = name.to_ascii_lowercase().starts_with("zh") || matches!(name, "" | "C" | "POSIX");
    if is_chinese { Language::Chinese } else { Language::English }
}

/// The arguments of this run, or what to print instead and the exit code.
pub fn parse() -> Result<Cli, (String, u8)> {
    let language = language();
    let mut command = command(language);
    let parsed = command
        .try_get_matches_from_mut(std::env::args_os())
        .and_then(|matches| Cli::from_arg_matches(&matches));
    parsed.map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp if language == Language::Chinese => {
            (own_words(&error.render().to_string()), 0)
        }
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => (error.render().to_string(), 0),
        _ if language == Language::English => (error.render().to_string(), 2),
        _ => (chinese(&error), 2),
    })
}

/// The whole command line in a language.
pub fn command(language: Language) -> Command {
    let command = Cli::command().disable_help_subcommand(true);
    localised(command, "", language)
}

fn localised(command: Command, path: &str, language: Language) -> Command {
    let english = language == Language::English;
    let (usage, commands, options, arguments) = if english {
        ("Usage: ", "Commands", "Options", "Arguments")
    } else {
        ("用法：", "命令", "选项", "参数")
    };
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let mut command = command
        .help_template(format!("{{about-with-newline}}\n{usage}{{usage}}\n\n{{all-args}}{{after-help}}"))
        .subcommand_help_heading(commands)
        .subcommand_value_name(if english { "COMMAND" } else { "命令" })
        .disable_help_flag(true)
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help).help(if english {
            "Print help"
        } else {
            "显示帮助"
        }));
    if path.is_empty() {
        let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
        let help = if english { "Print version" } else { "显示版本" };
        command = command.disable_version_flag(true).arg(version.help(help));
    }
    if english && let Some(about) = ENGLISH.iter().find(|(place, _)| *place == path) {
        command = command.about(about.1);
    }
    command = command.mut_args(|arg| {
        let heading = if arg.is_positional() { arguments } else { options };
        let arg = arg.help_heading(heading);
        match words(path, arg.get_id().as_str()) {
            Some(help) if english => {
                let name = value_name(arg.get_id().as_str());
                // The words on single values are Chinese; the help names the values instead.
                let arg = arg.help(help).long_help(Resettable::Reset);
                // The words on single values are Chinese; the help names the values instead.
                if arg.get_action().takes_values() {
                    arg.hide_possible_values(true).value_name(name)
                } else {
                    arg
                }
            }
            _ => arg,
        }
    });
    for name in names {
        let below = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
        command = command.mut_subcommand(name, |sub| localised(sub, &below, language));
    }
    command
}

/// The English help of an argument: the command's own, else that of every command with an argument of this name.
fn words(path: &str, id: &str) -> Option<&'static str> {
    let own = format!("{path} --{id}");
    let any = format!("--{id}");
    let find = |wanted: &str| ENGLISH.iter().find(|(place, _)| *place == wanted).map(|(_, words)| *words);
    find(own.trim_start()).or_else(|| find(&any))
}

fn value_name(id: &str) -> &'static str {
    match id {
        "root" | "out" | "law_texts" | "write" | "dir" | "laws" => "DIR",
        "today" | "effective" | "as_of" => "DATE",
        "format" => "FORMAT",
        "only" | "code" => "CODE",
        "since" => "REV",
        "port" => "PORT",
        "host" => "ADDRESS",
        "query" => "QUERY",
        "limit" | "articles" => "NUMBER",
        "id" | "name" => "NAME",
        "shell" => "SHELL",
        "file" => "FILE",
        _ => "TEXT",
    }
}

const ENGLISH: &[(&str, &str)] = &[
    (
        "",
        "fatiao (article of law): Markdown questions and answers become a cross-linked site of legal knowledge",
    ),
    ("--root", "The folder with site.toml; default: here or the nearest above"),
    ("--today", "The day that counts as today for changes of law (YYYY-MM-DD)"),
    ("--law_texts", "A folder with authentic texts, besides [laws] texts in site.toml; may be repeated"),
    ("check --format", "The format of the output: text, json, sarif, github"),
    ("cite --format", "The format of the output: text, jsonl"),
    ("build", "Build the site"),
    ("build --out", "The output folder; default: `output` in site.toml"),
    ("check", "Check the content without building"),
    ("check --only", "Only these codes, or codes that begin so (F02); may be repeated"),
    ("check --since", "Only what changed since this git revision, changed lines first"),
    ("check --deny_warnings", "Warnings fail the run too"),
    ("check --fix", "Apply the fixes that are certain"),
    ("check --dry_run", "Show what --fix would do and write nothing"),
    ("cite", "Find and check the statute citations of any text"),
    ("cite --file", "The file to read; default: standard input"),
    ("cite --laws", "A folder of laws, whose names are looked for and against which --check checks"),
    ("cite --check", "Give each citation's verdict; needs --laws"),
    ("cite --as_of", "The day whose law the text was written under; default: today"),
    ("law", "The registry of laws: import official texts, list, compare versions"),
    ("law import", "Import an official text as a version file"),
    ("law import --file", "The official text: .docx, .md or .txt"),
    ("law import --id", "The law's folder below content/laws; only for a new law"),
    ("law import --title", "The title, where the text does not show it"),
    ("law import --effective", "The day this version takes effect, where the text does not show it"),
    ("law import --kind", "The kind of law, where the text of a new law does not show it"),
    ("law import --issuer", "Who made it, where the text of a new law does not show it"),
    ("law list", "List the laws, their versions and how many entries cite them"),
    ("law diff", "Compare two versions of a law, article by article"),
    ("law diff --law", "The law's id or one of its names"),
    ("law diff --from", "The earlier version (YYYY-MM-DD)"),
    ("law diff --to", "The later version (YYYY-MM-DD)"),
    ("serve", "Preview locally; pages reload when something changes"),
    ("serve --port", "The port; where it is in use, the next one"),
    ("serve --host", "The address to bind; by default only this machine can connect"),
    ("new", "Begin a site, a chapter, an entry, a law"),
    ("new site", "A new site that builds at once"),
    ("new site --dir", "The site's folder, which must be empty or not exist"),
    ("new chapter", "A new chapter"),
    ("new chapter --name", "The chapter's folder, such as trading"),
    ("new chapter --summary", "Its scope in one sentence"),
    ("new entry", "A new question with its sections"),
    ("new entry --id", "chapter/slug, such as trading/refund-refused"),
    ("new entry --answer", "The answer in one sentence of at most 60 characters"),
    ("new law", "A new law in the registry"),
    ("new law --id", "The law's folder, such as civil-code"),
    ("new law --short", "A short name; may be repeated"),
    ("new law --kind", "Its kind: 法律, 行政法规, 司法解释 …"),
    ("new law --issuer", "Who made it"),
    ("new law --effective", "The day it took effect"),
    ("new law --articles", "The number of its last article"),
    ("--title", "Its title"),
    ("search", "Search the built site, as the browser does"),
    ("search --query", "What to look for"),
    ("search --json", "Print JSON"),
    ("search --limit", "At most this many results"),
    ("search --out", "The built site; default: `output` in site.toml"),
    ("explain", "Explain a diagnostic's code"),
    ("explain --code", "The code, such as F0203; without it, all codes are listed"),
    ("schema", "Print the JSON Schema of a kind of file"),
    ("schema --name", "Which kind of file; without it, the names are listed"),
    ("schema --write", "Write all schemas into this folder"),
    ("completions", "Print a completion script"),
    ("completions --shell", "Which shell: bash, elvish, fish, powershell, zsh"),
    ("man", "Print the manual page"),
    ("man --dir", "Write the pages of all commands into this folder"),
];

/// The few words that clap has no place to set.
fn own_words(help: &str) -> String {
    let words = [
        ("[OPTIONS]", "[选项]"),
        ("命令:\n", "命令：\n"),
        ("选项:\n", "选项：\n"),
        ("参数:\n", "参数：\n"),
        ("[default: ", "[不写就是："),
        ("[possible values: ", "[可以写："),
        ("Possible values:", "可以写："),
    ];
    words.iter().fold(help.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// A usage error in Chinese.
fn chinese(error: &clap::Error) -> String {
    let context = |kind| {
        error.get(kind).map(|value| match value {
            ContextValue::String(text) => text.clone(),
            // Suggestions come with the likeliest last.
            ContextValue::Strings(texts)
                if kind != ContextKind::ValidValue && kind != ContextKind::InvalidArg =>
            {
                texts.last().cloned().unwrap_or_default()
            }
            ContextValue::Strings(texts) => texts.join("、"),
            other => other.to_string(),
        })
    };
    let of = |kind| context(kind).unwrap_or_default();
    let words = match error.kind() {
        ErrorKind::InvalidSubcommand => format!("没有 {} 这个命令", of(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => format!("不认识 {}", of(ContextKind::InvalidArg)),
        ErrorKind::InvalidValue if of(ContextKind::InvalidValue).is_empty() => {
            format!("{} 要写一个值", of(ContextKind::InvalidArg))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("{} 不能是“{}”", of(ContextKind::InvalidArg), of(ContextKind::InvalidValue))
        }
        ErrorKind::MissingRequiredArgument => format!("还缺 {}", of(ContextKind::InvalidArg)),
        ErrorKind::ArgumentConflict => {
            format!("{} 不能和 {} 一起用", of(ContextKind::InvalidArg), of(ContextKind::PriorArg))
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            return own_words(&error.render().to_string());
        }
        _ => return error.render().to_string(),
    };
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let near = near.into_iter().find_map(context).filter(|near| !near.is_empty());
    let near = near.map_or(String::new(), |near| format!("\n建议：是否指 {near}？"));
    let known = context(ContextKind::ValidValue).filter(|known| !known.is_empty());
    let known = known.map_or(String::new(), |known| format!("\n可以写：{known}"));
    format!("错误：{words}{near}{known}\n用 fatiao --help 看所有命令\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_decides() {
        for (name, language) in [
            ("zh_CN.UTF-8", Language::Chinese),
            ("zh_TW", Language::Chinese),
            ("en_US.UTF-8", Language::English),
            ("de_DE", Language::English),
            ("C.UTF-8", Language::Chinese),
            ("", Language::Chinese),
        ] {
            assert_eq!(of_locale(name), language, "{name}");
        }
    }

    #[test]
    fn every_command_and_argument_has_its_english_words() {
        fn missing(command: &Command, path: &str, found: &mut Vec<String>) {
            if !ENGLISH.iter().any(|(place, _)| *place == path) {
                found.push(path.to_owned());
            }
            let ids = command.get_arguments().map(|arg| arg.get_id().as_str());
            found.extend(ids.filter(|id| words(path, id).is_none()).map(|id| format!("{path} --{id}")));
            for sub in command.get_subcommands() {
                let below = format!("{path} {}", sub.get_name());
                missing(sub, below.trim_start(), found);
            }
        }
        let mut found = Vec::new();
        missing(&Cli::command(), "", &mut found);
        assert!(found.is_empty(), "{found:#?}");
    }

    #[test]
    fn usage_errors_are_told_in_chinese() {
        let said = |args: &[&str]| {
            let error = command(Language::Chinese).try_get_matches_from(args).unwrap_err();
            chinese(&error)
        };
        assert!(said(&["fatiao", "chek"]).contains("没有 chek 这个命令\n建议：是否指 check？"));
        assert!(
            said(&["fatiao", "check", "--formt", "json"]).contains("不认识 --formt\n建议：是否指 --format？")
        );
        assert!(said(&["fatiao", "check", "--format", "xml"]).contains("可以写：text、json、sarif、github"));
        assert!(said(&["fatiao", "new", "entry"]).contains("还缺 <章/文件名>"));
    }

    #[test]
    fn help_is_in_one_language() {
        let help = |language| command(language).render_long_help().to_string();
        assert!(help(Language::Chinese).contains("用法：") && !help(Language::Chinese).contains("Usage"));
        let english = help(Language::English);
        assert!(!english.chars().any(crate::base::text::is_han), "{english}");
        command(Language::Chinese).debug_assert();
        command(Language::English).debug_assert();
    }
}

// Names of shells: cspell:ignore COMPREPLY CWORD compopt compgen compdef fpath funcstack

/**
 * The script of each shell. It calls `completion SHELL -- WORD…` with the words up to the cursor, and adds the files that
 * a line with a colon asks for.
 */
export const SCRIPTS: Readonly<Record<string, string>> = {
  bash: `# Completion of quorate for bash: source <(quorate completion bash)
_quorate() {
  local value description current=$2
  [ "$current" != = ] || current=
  COMPREPLY=()
  while IFS=$'\\t' read -r value description; do
    case $value in
      :inventories) _quorate_files -f -X '!*.yaml'; _quorate_files -f -X '!*.yml'; _quorate_files -d ;;
      :files) _quorate_files -f ;;
      :directories) _quorate_files -d ;;
      *) COMPREPLY+=("$value") ;;
    esac
  done < <("$1" completion bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null </dev/null)
}
_quorate_files() {
  local file
  compopt -o filenames 2>/dev/null
  while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen "$@" -- "$current")
}
complete -F _quorate quorate
`,
  zsh: `#compdef quorate
# Completion of quorate for zsh: a file _quorate in a directory of $fpath, or source <(quorate completion zsh)
_quorate() {
  local value description
  local -a candidates
  while IFS=$'\\t' read -r value description; do
    case $value in
      :inventories) _files -g '*.(yaml|yml)' ;;
      :files) _files ;;
      :directories) _files -/ ;;
      *) candidates+=("\${value//:/\\\\:}:$description") ;;
    esac
  done < <("\${words[1]}" completion zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null </dev/null)
  (( ! $#candidates )) || _describe quorate candidates
}
if [ "\${funcstack[1]}" = _quorate ]; then _quorate "$@"; else compdef _quorate quorate; fi
`,
  fish: `# Completion of quorate for fish: quorate completion fish | source
function __quorate_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  for line in ($words[1] completion fish -- $words[2..-1] "$current" 2>/dev/null </dev/null)
    switch $line
      case :inventories :files
        __fish_complete_path "$current"
      case :directories
        __fish_complete_directories "$current" ''
      case '*'
        echo $line
    end
  end
end
complete -c quorate -f -a '(__quorate_complete)'
`,
};

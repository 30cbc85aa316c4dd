# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Completion of racelab for bash, with bash-completion. It knows nothing by itself: racelab says what
# could come next (harness/shell/complete.h).

_racelab() {
	# shellcheck disable=SC2034 # bash-completion sets prev
	local cur prev words cword candidate
	_init_completion -n =: || return
	words[cword]=${cur//\\/}
	while IFS=$'\t' read -r candidate _; do
		case $candidate in
		:directories) cur=${cur##*=} && _filedir -d ;;
		:files) cur=${cur##*=} && _filedir ;;
		:files\ *) cur=${cur##*=} && _filedir "${candidate#:files }" ;;
		*[[:space:]]*) COMPREPLY+=("$(printf %q "$candidate")") ;;
		*) COMPREPLY+=("$candidate") ;;
		esac
	done < <("${words[0]/#\~/$HOME}" complete "${words[@]:1:cword}" 2>/dev/null)
	[[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[/,=:] ]] && compopt -o nospace
	__ltrim_colon_completions "${cur##*=}"
} &&
	complete -F _racelab racelab
